import Archives
import Digests
import Foundation
import Media
import MediaAccess
import Testing

@Suite struct EntryBytesTests {
    private let scratch: Scratch
    /// Noise, which no archive makes smaller.
    private let content: [UInt8] = {
        var state: UInt32 = 1
        return (0..<5000).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
    }()

    init() throws { scratch = try Scratch() }

    private func archive(_ format: ArchiveFormat, _ name: String) throws -> String {
        let writer = try ArchiveWriter(path: scratch.file(name), format: format)
        try writer.add(name: "a.wav", bytes: content)
        try writer.add(name: "b.wav", bytes: [1, 2, 3])
        try writer.finish()
        return scratch.file(name)
    }

    private func read(_ path: String, limit: Int) throws -> [String: EntryBytes] {
        let reader = try EntryReader(source: path)
        var found: [String: EntryBytes] = [:]
        while let entry = try reader.nextReadable() { found[entry.name] = try EntryBytes(entry, from: reader, limit: limit, check: {}) }
        return found
    }

    @Test func aMemberThatFitsIsWhole() throws {
        let found = try read(archive(.tar, "clips.tar"), limit: content.count)
        guard case .whole(.memory(let bytes))? = found["a.wav"] else {
            Issue.record("\(found)")
            return
        }
        #expect(bytes == content && found.count == 2)
    }

    /// It is hashed to its end: what is recorded of it is found again when the limit is raised.
    @Test func aMemberOverTheLimitIsRefusedWithItsDigest() throws {
        let found = try read(archive(.tar, "clips.tar"), limit: content.count - 1)
        guard case .refused(let size, let sha256, .tooLarge)? = found["a.wav"] else {
            Issue.record("\(found)")
            return
        }
        #expect(size == 5000 && sha256 == content.withUnsafeBytes { SHA256.hex(of: $0) })
        guard case .whole? = found["b.wav"] else {
            Issue.record("the member after it is lost: \(found)")
            return
        }
    }

    @Test func aMemberWithOtherBytesThanWerePackedIsDamaged() throws {
        let path = try archive(.zip, "clips.zip")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let place = try #require(bytes.firstRange(of: Array("a.wav".utf8))).upperBound + 2000
        bytes[place] ^= 0x40
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let found = try read(path, limit: 1 << 20)
        guard case .refused(_, _, .damaged)? = found["a.wav"], case .whole? = found["b.wav"] else {
            Issue.record("\(found)")
            return
        }
    }

    @Test func aFileOfAFolderIsReadInPlace() throws {
        try Data(content).write(to: URL(fileURLWithPath: scratch.file("c.wav")))
        let found = try read(scratch.folder, limit: 10)
        guard case .whole(.file(let path))? = found["c.wav"] else {
            Issue.record("\(found)")
            return
        }
        #expect(path.hasSuffix("/c.wav"))
    }

    @Test func theCheckEndsTheReading() throws {
        struct Stop: Error {}
        let reader = try EntryReader(source: archive(.tar, "clips.tar"))
        let entry = try #require(try reader.nextReadable())
        #expect(throws: Stop.self) { try EntryBytes(entry, from: reader, limit: 1 << 20) { throw Stop() } }
    }
}
