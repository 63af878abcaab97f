import Foundation
@testable import Media
import Testing

@Suite struct ByteSourceTests {
    static let content = (0..<200).map { UInt8($0) }

    private func sources() throws -> [ByteSource] {
        let path = FileManager.default.temporaryDirectory.appending(path: "bytes-\(UUID().uuidString)").path
        try Data(Self.content).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }   // the open descriptor keeps the bytes
        return try [ByteSource(.file(path: path), clip: "a"), ByteSource(.memory(Self.content), clip: "b")]
    }

    private func read(_ source: ByteSource, _ count: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = buffer.withUnsafeMutableBytes { source.read(into: $0) }
        return got < 0 ? nil : Array(buffer.prefix(Int(got)))
    }

    @Test func everySeekOriginAndTheSize() throws {
        let sizeOnly: Int32 = 0x10000, force: Int32 = 0x20000   // AVSEEK_SIZE, AVSEEK_FORCE
        for source in try sources() {
            #expect(source.seek(0, from: sizeOnly) == 200 && source.position == 0)
            #expect(read(source, 3) == [0, 1, 2])
            #expect(source.seek(10, from: SEEK_CUR) == 13)
            #expect(read(source, 2) == [13, 14])
            #expect(source.seek(-5, from: SEEK_END) == 195)
            #expect(read(source, 100) == [195, 196, 197, 198, 199])
            #expect(read(source, 1) == [])
            #expect(source.seek(4, from: SEEK_SET | force) == 4)
            #expect(read(source, 1) == [4])
            #expect(source.seek(-1, from: SEEK_SET) < 0 && source.seek(.max, from: SEEK_CUR) < 0 && source.seek(0, from: 9) < 0)
            #expect(source.position == 5)
            #expect(source.seek(1000, from: SEEK_SET) == 1000)
            #expect(read(source, 1) == [])
        }
    }
}
