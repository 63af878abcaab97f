import Files
import Foundation
import Testing

@Suite struct OutputFileTests {
    private let folder = NSTemporaryDirectory() + "files-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    private var entries: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    @Test func aFileAppearsWholeWhenCommitted() throws {
        let path = folder + "/a"
        try OutputFile.replace(path, with: Array("old".utf8))
        let file = try OutputFile(replacing: path)
        try file.write([Float](repeating: 1, count: 3))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        try file.commit()
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 12)
        #expect(try entries == ["a"])
    }

    @Test func anUnfinishedFileLeavesNothing() throws {
        do {
            let file = try OutputFile(replacing: folder + "/b")
            try file.write(Array("half".utf8))
        }
        #expect(try entries.isEmpty)
    }

    @Test func errorsNameThePath() throws {
        let path = folder + "/nowhere/c"
        let error = try #require(throws: FileError.self) { try OutputFile.replace(path, with: []) }
        #expect(error == .cannotWrite(path: path, reason: "No such file or directory"))
        try FileManager.default.createDirectory(atPath: folder + "/d", withIntermediateDirectories: true)
        #expect(throws: FileError.cannotWrite(path: folder + "/d", reason: "Is a directory")) { try OutputFile.replace(folder + "/d", with: [1]) }
        #expect(try entries == ["d"])
    }
}
