import Archives
import Foundation
import Testing

@Suite struct EntryReaderDamageTests {
    @Test(arguments: ["bad_crc.zip", "bad_deflate.zip"])
    func oneBadEntryOfAZipCostsOnlyItself(name: String) throws {
        let reading = try Reading(of: golden(name))
        #expect(reading.names == ["a.txt", "c.txt"])
        #expect(reading.text("c.txt")?.hasPrefix("1\n2\n3\n") == true)
        try #require(reading.errors.count == 1)
        guard case .entryDamaged(let archive, "b.txt", _) = reading.errors[0] else {
            Issue.record("unexpected \(reading.errors[0])")
            return
        }
        #expect(archive == golden(name))
    }

    @Test func aBadEntryNobodyReadsDoesNotMatter() throws {
        let reader = try EntryReader(source: golden("bad_deflate.zip"))
        var names: [String] = []
        while let entry = try reader.next() { names.append(entry.name) }
        #expect(names == ["a.txt", "b.txt", "c.txt"])
    }

    @Test func aTarIsReadOnBehindADamagedHeader() throws {
        let reading = try Reading(of: golden("bad_header.tar.gz"))
        #expect(reading.names == ["set/cat/1.mp4", "set/dog/empty.wav", "set/dog/long.txt"])
        guard case .entryDamaged(_, "what follows set/dog/", _)? = reading.errors.first, reading.errors.count == 1 else {
            Issue.record("unexpected \(reading.errors)")
            return
        }
    }

    @Test func aZipWithoutItsDirectoryIsReadUpToTheCut() throws {
        let reading = try Reading(of: golden("truncated.zip"))
        #expect(reading.names == ["set/cat/1.mp4", "set/dog/1.mp4", "set/dog/empty.wav"])
        guard case .archiveDamaged(golden("truncated.zip"), "set/dog/long.txt", _)? = reading.errors.last else {
            Issue.record("unexpected \(reading.errors)")
            return
        }
    }

    @Test(arguments: [ArchiveFormat.tar, .tarGzip, .tarXz, .tarZstd])
    func whatStandsBeforeTheCutStaysGood(format: ArchiveFormat) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.tar")
        let writer = try ArchiveWriter(path: path, format: format)
        for index in 0..<8 { try writer.add(name: "\(index).bin", bytes: noise(seed: UInt64(index), count: 100_000)) }
        try writer.finish()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.prefix(whole.count * 6 / 10).write(to: URL(fileURLWithPath: path))

        let reading = try Reading(of: path)
        #expect(reading.names.count >= 3 && reading.names.count < 5)
        for (index, name) in reading.names.enumerated() { #expect(reading.contents[name] == noise(seed: UInt64(index), count: 100_000)) }
        guard case .archiveDamaged(path, let entry?, _)? = reading.errors.last, reading.errors.count == 1 else {
            Issue.record("unexpected \(reading.errors)")
            return
        }
        #expect(entry == "\(reading.names.count).bin")
    }

    @Test(arguments: ["truncated.tar.gz", "truncated.tar.xz", "truncated.7z"])
    func anArchiveDamagedAtItsBeginningSaysSo(name: String) {
        #expect {
            _ = try EntryReader(source: golden(name)).next()
        } throws: { error in
            if case ArchiveError.archiveDamaged(golden(name), nil, _) = error { true } else { false }
        }
    }

    /// Whatever is done to the bytes, there are entries and errors and an end, never a crash.
    @Test(arguments: ["deflated.zip", "stored.zip", "plain.tar.gz", "pax.tar.zst", "solid.7z", "odd.tar.gz"])
    func randomDamageIsAlwaysAnError(name: String) throws {
        let folder = try TemporaryFolder()
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: golden(name))))
        for seed in 0..<60 as Range<UInt64> {
            var bytes = whole
            let hits = noise(seed: seed, count: 12)
            for index in stride(from: 0, to: 12, by: 3) {
                bytes[(Int(hits[index]) << 8 + Int(hits[index + 1])) % bytes.count] = hits[index + 2]
            }
            let path = folder.file("damaged")
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            guard let reader = try? EntryReader(source: path) else { continue }
            var errors = 0
            while errors < 200 {
                do {
                    guard try reader.next() != nil else { break }
                    _ = try reader.readAll(limit: 1 << 24)
                } catch { errors += 1 }
            }
            #expect(errors < 200)
        }
    }

    /// Bytes that do not compress, the same for the same seed.
    private func noise(seed: UInt64, count: Int) -> [UInt8] {
        var state = seed &* 2_654_435_761 &+ 88_172_645_463_325_252
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 32)
        }
    }
}
