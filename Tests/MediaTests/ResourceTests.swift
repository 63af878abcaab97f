import Foundation
import Media
import Testing

@Suite(.serialized) struct ResourceTests {
    fileprivate func openFiles() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// Kilobytes.
    fileprivate func residentSize() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// Whole passes, abandoned passes and failed opens all give back what they took.
    fileprivate func round() throws {
        let good = MediaBytes.file(path: Golden.path("choice-editlist.mp4"))
        _ = try Decoded(good)
        _ = try MediaDecoder(good, named: "opened only")
        let abandoned = try MediaDecoder(good, named: "abandoned")
        _ = try? abandoned.decode(framesPerSecond: 25, audio: nil) { _, _ in throw CancellationError() }
        _ = try? MediaDecoder(.file(path: Golden.path("expected.json")), named: "not media")
        _ = try? MediaDecoder(.memory(Array(Golden.bytes("choice-editlist.mp4").prefix(1500))), named: "cut")
    }

    /// In a process of its own: other suites open files and take memory meanwhile.
    @Test func aThousandOpensLeaveNothingBehind() async {
        await #expect(processExitsWith: .success) {
            let tests = ResourceTests()
            for _ in 0..<50 { try tests.round() }
            let (files, memory) = (tests.openFiles(), tests.residentSize())
            for _ in 0..<200 { try tests.round() }
            #expect(tests.openFiles() <= files)
            #expect(tests.residentSize() < memory + 24_000)
        }
    }
}
