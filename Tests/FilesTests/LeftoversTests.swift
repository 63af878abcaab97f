import Files
import Foundation
import Testing

@Suite final class LeftoversTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "leftovers-\(UUID().uuidString)").path
    /// No process has this number.
    private static let nobody = 4_194_305

    init() throws { try FileManager.default.createDirectory(atPath: folder + "/in/deep", withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func make(_ name: String, age seconds: Double) throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        try FileManager.default.setAttributes([.modificationDate: Date.now.addingTimeInterval(-seconds)], ofItemAtPath: "\(folder)/\(name)")
    }

    @Test func ofAPathOnlyWhatNobodyWritesAnyMore() throws {
        try make("a.npz.\(Self.nobody)-0.partial", age: 3600)
        try make("a.npz.\(Self.nobody)-1.partial", age: 10)            // perhaps another machine
        try make("a.npz.\(ProcessInfo.processInfo.processIdentifier)-0.partial", age: 3600)
        for other in ["a.npz", "a.npz.partial", "b.npz.\(Self.nobody)-0.partial", "a.npz.x-0.partial"] { try make(other, age: 3600) }
        #expect(Leftovers.remove(of: folder + "/a.npz") == ["\(folder)/a.npz.\(Self.nobody)-0.partial"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 7)
    }

    @Test func ofAnOwnFolderAllFilesAndFolders() throws {
        try make("in/deep/t.json.1-0.partial", age: 0)
        try make("in/keep.json", age: 0)
        try FileManager.default.createDirectory(atPath: folder + "/set.1-0.partial/inner", withIntermediateDirectories: true)
        #expect(Leftovers.remove(inOwnFolder: folder) == [folder + "/set.1-0.partial", folder + "/in/deep/t.json.1-0.partial"])
        #expect(FileManager.default.fileExists(atPath: folder + "/in/keep.json"))
    }
}
