import Foundation
import Locks
import Testing
@testable import Workflow

@Suite struct ProgressDisplayTests {
    private func shown(_ form: ProgressDisplay.Form, _ events: [Event]) -> String {
        let text = Shared("")
        let display = ProgressDisplay(form: form) { written in text.change { $0 += written } }
        for event in events { display.emit(event) }
        return text.value
    }

    private func progress(_ done: Int, of total: Int) -> Event {
        .progress(stage: "extract", done: done, total: total, failed: 0, unit: "clips", note: "")
    }

    private let around: [Event] = [
        .stage("ingest", .upToDate), .stage("extract", .run(because: "hop changed from 1 to 2")), .stage("report", .notWanted),
        .failure(stage: "extract", item: "a.mp4", reason: "no_audio", message: "a.mp4: has no sound"), .notice("20 rows without a file"),
        .finished(stage: "extract", summary: "3 clips", seconds: 65),
    ]

    @Test func plainLinesSayWhatHappened() {
        #expect(shown(.plain, around) == """
            ingest: up to date
            extract: running, because hop changed from 1 to 2
              failed: a.mp4: no_audio: a.mp4: has no sound
            20 rows without a file
            extract: 3 clips (1 min 5 s)

            """)
    }

    @Test func plainProgressIsSparseButNeverWithoutItsEnd() {
        #expect(shown(.plain, (0...50).map { progress($0, of: 50) }) == "extract: 50/50 clips (100 %)\n")
        #expect(shown(.plain, [progress(0, of: 0), progress(0, of: 0), progress(3, of: 0)]) == "")
    }

    @Test func aBarIsRedrawnInPlaceAndClearedForOtherLines() {
        let clear = "\r\u{1B}[2K"
        #expect(shown(.bar, [progress(1, of: 9), .notice("hm"), .notice("so")]) == clear + "extract: 1/9 clips (11 %)" + clear + "hm\nso\n")
    }

    @Test func aBarIsDrawnTenTimesASecondAtMost() {
        let start = ContinuousClock.now
        let draws = shown(.bar, (0..<1000).map { progress($0, of: 5000) }).count { $0 == "\r" }
        #expect(draws >= 1 && Double(draws) <= 1 + (ContinuousClock.now - start).seconds / 0.1)
    }

    @Test func jsonIsOneObjectALine() throws {
        let lines = shown(.json, around + [progress(1, of: 2)]).split(separator: "\n")
        #expect(lines.count == 7)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["event"] is String && object?["at"] is String)
        }
    }

    @Test func silenceIsSilent() {
        #expect(shown(.silent, around + [progress(2, of: 2)]) == "")
    }
}
