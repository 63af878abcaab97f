import Foundation
import Testing

@Suite struct TidinessTests {
    let files: [SourceFile]

    init() throws { files = try SourceFile.all() }

    @Test func thereAreSources() {
        #expect(files.count > 100)
    }

    @Test func theTopLevelHoldsOnlyWhatBelongsThere() throws {
        let allowed: Set = ["Package.swift", "Package.resolved", "Sources", "Tests", "Pipelines", "Data", "README.md"]
        #expect(try House.contents(of: "").filter { !$0.hasPrefix(".") && !allowed.contains($0) } == [])
    }

    @Test func noFileIsLongerThanThreeHundredLines() {
        for file in files { #expect(file.lines.count - 1 <= 300, "\(file.path) has \(file.lines.count - 1) lines") }
    }

    /// Bad input is an error, never a crash: the process ends by itself only for want of memory, or where a library broke its own promise.
    private static let allowed = [
        "Sources/Archives/Packing.swift": "libarchive is out of memory",
        "Sources/Archives/ReadHandle.swift": "libarchive is out of memory",
        "Sources/Archives/WriteHandle.swift": "libarchive is out of memory",
        "Sources/Digests/SHA256.swift": "libavutil is out of memory",
        "Sources/Media/Reading/Demuxer.swift": "a stream that libavformat counts is not there",
    ]

    @Test func nothingEndsTheProcessOnBadInput() {
        for file in files where Self.allowed[file.path] == nil {
            for (number, line) in file.code {
                for ending in ["try!", "as!", "fatalError("] where line.contains(ending) { Issue.record("\(file.path):\(number): \(ending)") }
            }
        }
    }

    @Test func theAllowListIsNotStale() {
        for path in Self.allowed.keys {
            #expect(files.contains { $0.path == path && $0.code.contains { $0.text.contains("fatalError(") } }, "\(path) needs no allowance")
        }
    }

    /// Thread sanitizer does not know it, and reports what it guards: ``Locks`` has what to use instead.
    @Test func mutexesAreUsedByLocksAlone() {
        for file in files where !file.path.hasPrefix("Sources/Locks/") {
            for (number, line) in file.code where line.contains("Mutex<") || line.contains("Mutex(") {
                Issue.record("\(file.path):\(number): a Mutex where a Shared is wanted")
            }
        }
    }

    @Test func everyRoomHasItsTests() throws {
        let tests = try House.contents(of: "Tests")
        for room in try House.rooms() where House.untested[room] == nil {
            #expect(tests.contains(folder(testing: room)), "Sources/\(room) has no Tests/\(folder(testing: room))")
        }
    }

    @Test func everyFolderOfTestsHasItsRoom() throws {
        let known = Set(try House.rooms().map(folder(testing:))).union(["ArchitectureTests"])
        #expect(try House.contents(of: "Tests").filter { $0.hasSuffix("Tests") && !known.contains($0) } == [])
    }

    /// A test target begins with a capital, as `AadmlTests` does.
    private func folder(testing room: String) -> String { room.prefix(1).uppercased() + room.dropFirst() + "Tests" }
}
