import Archives
import Foundation
import Testing

@Suite struct EntryReaderTests {
    /// `seq 1 2000`, as the reference script wrote it.
    private let longText = (1...2000).map { "\($0)\n" }.joined()

    @Test(arguments: [
        "plain.tar.gz", "plain.tar.xz", "pax.tar.zst", "deflated.zip", "stored.zip", "solid.7z", "separate.7z",
    ])
    func readsWhatRealToolsMade(name: String) throws {
        let reading = try Reading(of: golden(name))
        #expect(reading.names.sorted() == ["set/cat/1.mp4", "set/dog/1.mp4", "set/dog/empty.wav", "set/dog/long.txt"])
        #expect(reading.text("set/cat/1.mp4") == "meow meow\n")
        #expect(reading.text("set/dog/1.mp4") == "woof\n")
        #expect(reading.text("set/dog/empty.wav") == "")
        #expect(reading.text("set/dog/long.txt") == longText)
        #expect(reading.errors.isEmpty && reading.skipped.isEmpty)
        #expect(reading.hiddenCount == 2)
    }

    @Test(arguments: ["plain.tar.gz", "deflated.zip", "solid.7z"])
    func tellsTheSizeBeforeReading(name: String) throws {
        let reader = try EntryReader(source: golden(name))
        var sizes: [String: Int64?] = [:]
        while let entry = try reader.next() {
            sizes[entry.name] = entry.size
            #expect(entry.filePath == nil)
        }
        #expect(sizes == ["set/cat/1.mp4": 10, "set/dog/1.mp4": 5, "set/dog/empty.wav": 0, "set/dog/long.txt": 8893])
    }

    @Test(arguments: ["plain.tar.gz", "plain.tar.xz", "pax.tar.zst", "deflated.zip", "stored.zip", "solid.7z", "separate.7z"])
    func entriesNobodyReadArePassedOver(name: String) throws {
        let reader = try EntryReader(source: golden(name))
        while let entry = try reader.next() {
            guard entry.name == "set/dog/long.txt" else { continue }
            #expect(String(decoding: try reader.readAll(limit: 10_000), as: UTF8.self) == longText)
        }
    }

    /// libarchive before 3.7.5 fails here.
    @Test(arguments: [1, 2, 3, 4])
    func solidSevenZipEntriesCanBePassedOverAtBlockBoundaries(wanted: Int) throws {
        let reader = try EntryReader(source: golden("blocks.7z"))
        while let entry = try reader.next() {
            guard entry.name == "blocks/\(wanted).txt" else { continue }
            let bytes = try reader.readAll(limit: 1 << 20)
            #expect(bytes.count == 65_536)
            #expect(bytes.starts(with: "\(wanted)\n\(wanted + 1)\n".utf8))
        }
    }

    @Test func chunksAreTheWholeEntry() throws {
        let reader = try EntryReader(source: golden("deflated.zip"))
        while let entry = try reader.next() {
            var bytes: [UInt8] = []
            let length = try reader.forEachChunk { bytes += $0 }
            #expect(length == entry.size && bytes.count == Int(length))
            if entry.name == "set/dog/long.txt" { #expect(String(decoding: bytes, as: UTF8.self) == longText) }
        }
    }

    @Test func holesInFilesAreZeros() throws {
        let reader = try EntryReader(source: golden("sparse.tar.gz"))
        #expect(try reader.next() == ArchiveEntry(name: "sparse.bin", size: 3_000_003))
        let bytes = try reader.readAll(limit: 4_000_000)
        #expect(bytes.count == 3_000_003 && bytes.prefix(3_000_000).allSatisfy { $0 == 0 })
        #expect(bytes.suffix(3) == Array("end".utf8)[...])
    }

    @Test func goesOnAfterTheCallerGaveUpOnAnEntry() throws {
        struct Enough: Error {}
        let reader = try EntryReader(source: golden("stored.zip"))
        var names: [String] = []
        while let entry = try reader.next() {
            names.append(entry.name)
            if entry.name == "set/cat/1.mp4" {
                #expect(throws: Enough.self) { try reader.forEachChunk { _ in throw Enough() } }
            }
        }
        #expect(names.count == 4)
    }

    @Test func anEntryOverTheLimitIsRefusedAndTheNextOneComes() throws {
        let reader = try EntryReader(source: golden("solid.7z"))
        var texts: [String] = []
        var errors: [ArchiveError] = []
        while try reader.next() != nil {
            do { texts.append(String(decoding: try reader.readAll(limit: 9), as: UTF8.self)) } catch { errors.append(error) }
        }
        #expect(texts == ["", "woof\n"])
        #expect(errors == [
            .tooLarge(archive: golden("solid.7z"), entry: "set/cat/1.mp4", size: 10, limit: 9),
            .tooLarge(archive: golden("solid.7z"), entry: "set/dog/long.txt", size: 8893, limit: 9),
        ])
    }

    @Test func missingEmptyAndForeignFilesAreToldApart() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("notes.zip", "this is no archive")
        let nothing = try folder.write("nothing.tar")
        #expect(throws: ArchiveError.notFound(path: folder.file("x.zip"))) { try EntryReader(source: folder.file("x.zip")) }
        #expect(throws: ArchiveError.notAnArchive(path: text)) { try EntryReader(source: text) }
        #expect(throws: ArchiveError.notAnArchive(path: nothing)) { try EntryReader(source: nothing) }
        for name in ["empty.zip", "empty.tar.gz"] {
            let reader = try EntryReader(source: golden(name))
            #expect(throws: ArchiveError.empty(path: golden(name))) { try reader.next() }
            #expect(try reader.next() == nil)
        }
    }

    @Test func messagesSayWhatToDo() {
        let error = ArchiveError.notAnArchive(path: "a.rar")
        #expect(error.description == "a.rar: not an archive that can be read; expected a folder, or one of .zip, .tar, .tar.gz, "
            + ".tar.xz, .tar.zst, .tar.bz2, .tar.lz4, .7z")
        #expect(ArchiveError.tooLarge(archive: "a.zip", entry: "x.mp4", size: 12, limit: 10).description
            == "a.zip: entry 'x.mp4' holds 12 bytes, more than the limit of 10; raise the limit or leave the entry out")
    }

    @Test func libraryVersionNamesItsCompressors() {
        let text = ArchiveLibrary.versionDescription
        #expect(text.hasPrefix("libarchive 3."))
        #expect(text.contains("liblzma") && text.contains("libzstd"))
    }
}
