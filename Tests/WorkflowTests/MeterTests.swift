import Foundation
import Testing
@testable import Workflow

@Suite struct MeterTests {
    @Test(arguments: [
        (0, "0.0 s"), (0.44, "0.4 s"), (9.94, "9.9 s"), (9.96, "10 s"), (12.4, "12 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (60, "1 min 0 s"),
        (185, "3 min 5 s"), (3599.6, "1 h 0 min"), (7800, "2 h 10 min"), (86_399, "23 h 59 min"), (86_400, "1 d 0 h"), (273_600, "3 d 4 h"),
    ])
    func timeIsSpelledForPeople(seconds: Double, text: String) {
        #expect(spelled(seconds: seconds) == text)
    }

    @Test func aLineCountsWhatIsDoneAndFailed() {
        var meter = Meter()
        meter.update(stage: "extract", done: 30)
        #expect(meter.line(stage: "extract", done: 30, total: 120, failed: 2, unit: "clips", note: "a.mp4")
            == "extract: 30/120 clips (25 %), 2 failed, a.mp4")
        #expect(meter.line(stage: "ingest", done: 7, total: 0, failed: 0, unit: "files", note: "") == "ingest: 7 files")
    }

    /// Ten units after those that were there at first, in a little over half a second.
    @Test func rateAndTimeLeftCountFromTheFirstUnitSeen() throws {
        var meter = Meter()
        meter.update(stage: "extract", done: 1000)
        Thread.sleep(forTimeInterval: 0.6)
        meter.update(stage: "extract", done: 1010)
        let line = meter.line(stage: "extract", done: 1010, total: 2010, failed: 0, unit: "clips", note: "")
        let numbers = try #require(line.wholeMatch(of: /extract: 1010\/2010 clips \(50 %\), ([0-9.]+)\/s, .+ left/))
        let rate = try #require(Double(numbers.1))
        #expect(rate > 0.5 && rate <= 16.7)
        #expect(!meter.line(stage: "extract", done: 2010, total: 2010, failed: 0, unit: "clips", note: "").contains("left"))
    }
}
