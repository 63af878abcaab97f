import Archives
import Files
import Foundation
import Testing

/// Files that are more or less than one archive: joined ones, parts of one, and layers of packing.
@Suite struct JoinedAndPackedTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func archive(_ name: String, holding entries: [String]) throws -> [UInt8] {
        let path = folder.file(name)
        let writer = try ArchiveWriter(path: path, format: ArchiveFormat(path: path))
        for entry in entries { try writer.add(name: entry, bytes: Array("content of \(entry)".utf8)) }
        try writer.finish()
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    @Test(arguments: ["tar", "tar.gz", "tar.xz", "tar.zst"]) func joinedTarsAreOneArchive(ending: String) throws {
        let first = try archive("1.\(ending)", holding: ["dog/1.wav", "dog/2.wav"]), second = try archive("2.\(ending)", holding: ["cat/1.wav", "cat/2.wav"])
        let reading = try Reading(of: write("joined.\(ending)", first + second))
        #expect(reading.names == ["dog/1.wav", "dog/2.wav", "cat/1.wav", "cat/2.wav"] && reading.errors == [])
        #expect(reading.text("cat/2.wav") == "content of cat/2.wav")
    }

    /// One block of zeros does not end a tar, and neither do many.
    @Test(arguments: [1, 2, 50]) func blocksOfZerosBetweenTarsEndNothing(blocks: Int) throws {
        var first = try archive("1.tar", holding: ["dog/1.wav"])
        while first.last == 0 { first.removeLast() }
        first += [UInt8](repeating: 0, count: (512 - first.count % 512) % 512 + 512 * blocks)
        let reading = try Reading(of: write("joined.tar", first + archive("2.tar", holding: ["cat/1.wav"])))
        #expect(reading.names == ["dog/1.wav", "cat/1.wav"] && reading.errors == [])
    }

    @Test func whatIsNoTarBehindATarIsAnError() throws {
        let path = try write("tail.tar", archive("1.tar", holding: ["dog/1.wav"]) + [UInt8](repeating: 7, count: 4096))
        let reading = try Reading(of: path)
        #expect(reading.names == ["dog/1.wav"])
        #expect(reading.errors.map { "\($0)" }.contains { $0.contains("dog/1.wav") }, "\(reading.errors)")
    }

    // MARK: Layers

    /// Packs without compressing: one stored block (RFC 1951, 3.2.4) in a gzip member (RFC 1952).
    private func gzipped(_ bytes: [UInt8]) -> [UInt8] {
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        func little(_ value: UInt32, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let count = UInt32(bytes.count)
        return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(count, 2) + little(~count, 2) + bytes + little(~sum, 4) + little(count, 4)
    }

    @Test func oneLayerOfPackingIsUnpackedAndNoMore() throws {
        var bytes = try archive("1.tar", holding: ["dog/1.wav"])
        bytes = gzipped(bytes)
        #expect(try Reading(of: write("once.tar.gz", bytes)).names == ["dog/1.wav"])
        for layers in 2...30 {
            bytes = gzipped(bytes)
            guard [2, 3, 30].contains(layers) else { continue }
            let path = try write("\(layers).gz", bytes)
            #expect(throws: ArchiveError.packedTwice(path: path)) { try EntryReader(source: path) }
        }
        let path = try write("mixed.gz", gzipped(archive("1.tar.zst", holding: ["dog/1.wav"])))
        #expect(throws: ArchiveError.packedTwice(path: path)) { try EntryReader(source: path) }
    }

    @Test func aPackedFileThatIsNoArchiveIsNone() throws {
        let path = try write("text.gz", gzipped(Array("no archive".utf8)))
        #expect(throws: ArchiveError.notAnArchive(path: path)) { try EntryReader(source: path) }
    }

    /// A frame of one raw block (RFC 8878, 3.1.1) that asks for a window of 2^(10 + exponent) bytes.
    @Test func aWindowTooLargeIsNamed() throws {
        let path = try write("long.tar.zst", [0x28, 0xb5, 0x2f, 0xfd, 0, 18 << 3, 8 << 3 | 1, 0, 0] + Array("contents".utf8))
        #expect(throws: ArchiveError.windowTooLarge(path: path, bytes: 256 << 20)) { try EntryReader(source: path) }
        #expect("\(ArchiveError.windowTooLarge(path: path, bytes: 256 << 20))".contains("256 MiB") )
    }

    @Test func framesThatDecodersSkipAreSkipped() throws {
        let skippable: [UInt8] = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let reading = try Reading(of: write("skippable.tar.zst", skippable + archive("1.tar.zst", holding: ["dog/1.wav"])))
        #expect(reading.names == ["dog/1.wav"])
    }

    @Test func whatLiesInPlaceOfAnArchiveIsNamed() throws {
        let page = try write("AVE.zip", Array("<html>Quota exceeded</html>".utf8))
        #expect(throws: ArchiveError.mistaken(path: page, for: .webPage)) { try EntryReader(source: page) }
        let pointer = try write("clips.tar", Array("version https://git-lfs.github.com/spec/v1\n".utf8))
        let error = #expect(throws: ArchiveError.self) { try EntryReader(source: pointer) }
        #expect(error.map { "\($0)".contains("git lfs pull") } == true)
    }

    // MARK: Parts

    @Test func partsOfASplitZipAreNamedSo() throws {
        let whole = try archive("whole.zip", holding: (0..<20).map { "dog/\($0).wav" })
        let first = try write("clips.z01", Array(whole[..<700])), last = try write("clips.zip", Array(whole[700...]))
        for part in [first, last] {
            let errors = try? Reading(of: part).errors
            let error = errors?.last ?? #expect(throws: ArchiveError.self) { try EntryReader(source: part) }
            #expect(error == .partOfSplit(path: part))
        }
        #expect("\(ArchiveError.partOfSplit(path: first))".contains("zip -s 0"))
        #expect(try Reading(of: write("joined.zip", whole)).names.count == 20)
    }

    /// As `zip -s` makes the last part: its end record counts the parts before it.
    @Test func theLastPartTellsItsNumber() throws {
        var bytes = try archive("whole.zip", holding: ["dog/1.wav"])
        bytes.removeFirst(40)
        let record = bytes.count - 22
        bytes[record + 4] = 1
        bytes.replaceSubrange(record + 16..<record + 20, with: [0, 0, 0, 0])
        let path = try write("clips.zip", bytes)
        let error = (try? Reading(of: path).errors)?.last ?? #expect(throws: ArchiveError.self) { try EntryReader(source: path) }
        #expect(error == .partOfSplit(path: path))
    }

    @Test(arguments: ["clips.7z.001", "clips.tar.part2"]) func partsAreKnownByTheirNames(name: String) throws {
        let path = try write(name, [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(throws: ArchiveError.partOfSplit(path: path)) { try EntryReader(source: path) }
    }
}
