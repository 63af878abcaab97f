import Digests
import Foundation
import Testing

@Suite final class FileDigestTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "digests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test(arguments: [0, 1, 1 << 20, 2_500_000]) func aFileHasTheDigestOfItsBytes(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let file = folder.appending(path: "file \(count)")
        try Data(bytes).write(to: file)
        #expect(try SHA256.hex(ofFile: file.path) == bytes.withUnsafeBytes { SHA256.hex(of: $0) })
    }

    @Test func aMissingFileAndAFolderAreNamed() {
        let path = folder.appending(path: "none").path
        #expect(description(path) == "\(path): cannot be read: No such file or directory")
        #expect(description(folder.path) == "\(folder.path): cannot be read: Is a directory")
    }

    /// A descriptor left open by a failed read would soon be one too many.
    @Test func aThousandFailuresLeaveNoFileOpen() throws {
        let before = try openFiles()
        for _ in 0..<1000 { #expect(throws: FileDigestError.self) { try SHA256.hex(ofFile: folder.path) } }
        #expect(try openFiles() < before + 100)
    }

    private func description(_ path: String) -> String {
        do { return try SHA256.hex(ofFile: path) } catch { return "\(error)" }
    }

    private func openFiles() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
}
