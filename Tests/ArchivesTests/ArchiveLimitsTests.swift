import Archives
import Foundation
import Testing

@Suite(.serialized) struct ArchiveLimitsTests {
    @Test func countsNamesAndTotalsAreBounded() throws {
        let path = golden("deflated.zip")
        var reading = try Reading(of: path, limits: ArchiveLimits(maxEntries: 3))
        #expect(reading.errors == [.limitExceeded(archive: path, entry: "set/__MACOSX/._1.mp4", limit: .maxEntries, value: 3)])
        reading = try Reading(of: path, limits: ArchiveLimits(maxTotalBytes: 8000))
        #expect(reading.errors == [.limitExceeded(archive: path, entry: "set/dog/long.txt", limit: .maxTotalBytes, value: 8000)])
        #expect(reading.names == ["set/cat/1.mp4", "set/dog/1.mp4", "set/dog/empty.wav"])
        reading = try Reading(of: path, limits: ArchiveLimits(maxNameBytes: 13))
        #expect(reading.names == ["set/cat/1.mp4", "set/dog/1.mp4"])
        #expect(reading.skipped.map(\.reason).allSatisfy { $0 == .nameTooLong })
        reading = try Reading(of: path, limits: ArchiveLimits(maxEntryBytes: 100))
        #expect(reading.errors == [.tooLarge(archive: path, entry: "set/dog/long.txt", size: 8893, limit: 100)])
    }

    @Test(arguments: [
        (ArchiveLimits(maxEntries: 3), "at entry 'set/__MACOSX/._1.mp4': holds more entries than the limit (3); ", "decode.max_archive_entries "),
        (ArchiveLimits(maxTotalBytes: 8000), "at entry 'set/dog/long.txt': unpacks to more bytes than the limit (8000); ", "decode.max_archive_bytes "),
        (
            ArchiveLimits(maxTotalNameBytes: 30), "at entry 'set/__MACOSX/._1.mp4': names its entries with more bytes than the limit (30); ",
            "decode.max_archive_name_bytes "
        ),
        (ArchiveLimits(maxEntryBytes: 100), "entry 'set/dog/long.txt' holds 8893 bytes, more than the limit of 100; ", "raise the limit"),
    ])
    func theMessageNamesTheArchiveTheEntryAndTheLimit(limits: ArchiveLimits, start: String, end: String) throws {
        let error = try #require(try Reading(of: golden("deflated.zip"), limits: limits).errors.first)
        #expect("\(error)".hasPrefix("\(golden("deflated.zip")): \(start)") && "\(error)".contains(end), "\(error)")
    }

    /// 300 MB of silence, one entry: read in pieces it takes a few megabytes, and as a bomb it is refused.
    ///
    /// In a process of its own: other suites take memory meanwhile.
    @Test func aLongEntryTakesLittleMemory() async {
        await #expect(processExitsWith: .success) {
            for format in [ArchiveFormat.zip, .tarZstd] { try readLongEntry(format) }
        }
    }

    @Test func openedFilesAreClosedAgain() throws {
        let folder = try TemporaryFolder()
        let good = folder.file("good.tar.zst")
        try FileManager.default.copyItem(atPath: golden("pax.tar.zst"), toPath: good)
        let bad = try folder.write("bad.zip", "no archive")
        try folder.write("dog/1.mp4", "x")
        for _ in 0..<300 {
            _ = try EntryReader(source: good).next()
            _ = try? EntryReader(source: bad)
            let reader = try EntryReader(source: folder.path)
            _ = try reader.next()
            _ = try reader.readAll(limit: 100)
        }
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
        #expect(!open.contains { $0.hasPrefix(folder.path) })
    }
}

private func readLongEntry(_ format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("long")
    let size = 300_000_000
    let writer = try ArchiveWriter(path: path, format: format)
    try writer.add(name: "long.wav", bytes: [UInt8](repeating: 0, count: size))
    try writer.finish()

    let reader = try EntryReader(source: path, limits: ArchiveLimits(maxCompressionRatio: 1e6))
    _ = try reader.next()
    let before = residentBytes()
    var peak = before
    let length = try reader.forEachChunk { chunk in
        if chunk.count > 0 { peak = max(peak, residentBytes()) }
    }
    #expect(length == size)
    #expect(peak - before < 64 << 20, "resident memory grew by \((peak - before) >> 20) MiB")

    let wary = try EntryReader(source: path, limits: ArchiveLimits(maxCompressionRatio: 100))
    _ = try wary.next()
    #expect(throws: ArchiveError.limitExceeded(archive: path, entry: "long.wav", limit: .maxCompressionRatio, value: 100)) {
        try wary.forEachChunk { _ in }
    }
    #expect(try wary.next() == nil)
}

/// Bytes of this process in memory, from `/proc`.
private func residentBytes() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
}
