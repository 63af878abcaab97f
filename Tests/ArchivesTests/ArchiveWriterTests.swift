import Archives
import Foundation
import Testing

@Suite struct ArchiveWriterTests {
    private let files: [(String, [UInt8])] = [
        ("set/cat/1.mp4", Array("meow".utf8)), ("set/empty.wav", []),
        ("hünd 日/1.mp4", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }),
    ]

    private func write(_ path: String, _ format: ArchiveFormat) throws {
        let writer = try ArchiveWriter(path: path, format: format)
        for (name, bytes) in files { try writer.add(name: name, bytes: bytes) }
        try writer.finish()
    }

    @Test(arguments: ArchiveFormat.allCases)
    func whatIsWrittenIsReadBack(format: ArchiveFormat) throws {
        let folder = try TemporaryFolder()
        try write(folder.file("a"), format)
        let reading = try Reading(of: folder.file("a"))
        #expect(reading.names == files.map(\.0))
        for (name, bytes) in files { #expect(reading.contents[name] == bytes) }
        #expect(try folder.listing == ["a"], "no temporary file stays")
    }

    @Test(arguments: ArchiveFormat.allCases)
    func theSameFilesGiveTheSameBytes(format: ArchiveFormat) throws {
        let folder = try TemporaryFolder()
        try write(folder.file("a"), format)
        try write(folder.file("b"), format)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("a"))) == Data(contentsOf: URL(fileURLWithPath: folder.file("b"))))
    }

    @Test(arguments: [
        ("a.zip", ArchiveFormat.zip), ("A.ZIP", .zip), ("x/a.tar", .tar), ("a.tar.gz", .tarGzip), ("a.tgz", .tarGzip), ("a.tar.xz", .tarXz),
        ("a.tar.zst", .tarZstd),
    ])
    func theExtensionAsksForAFormat(path: String, format: ArchiveFormat) throws {
        #expect(try ArchiveFormat(path: path) == format)
    }

    @Test func otherExtensionsAreRefused() {
        #expect(throws: ArchiveError.unknownFormat(path: "a.7z")) { try ArchiveFormat(path: "a.7z") }
        #expect(ArchiveError.unknownFormat(path: "a.rar").description
            == "a.rar: no archive format goes by this name; expected one of .zip, .tar, .tar.gz, .tgz, .tar.xz, .txz, .tar.zst, .tzst")
    }

    @Test func anUnfinishedArchiveLeavesNothingAndSparesWhatStoodThere() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.tar", "old")
        do {
            let writer = try ArchiveWriter(path: folder.file("a.tar"), format: .tar)
            try writer.add(name: "x", bytes: [1])
            #expect(try folder.listing.count == 2)
        }
        #expect(try folder.listing == ["a.tar"])
        #expect(try String(contentsOfFile: folder.file("a.tar"), encoding: .utf8) == "old")
        try write(folder.file("a.tar"), .tar)
        #expect(try Reading(of: folder.file("a.tar")).names.count == 3)
    }

    @Test(arguments: ["", "/a", "../a", "a/../b", "./a", "a//b", ".hidden", "twice"])
    func namesAReaderWouldNotDeliverAreRefused(name: String) throws {
        let folder = try TemporaryFolder()
        let writer = try ArchiveWriter(path: folder.file("a.zip"), format: .zip)
        try writer.add(name: "twice", bytes: [])
        #expect {
            try writer.add(name: name, bytes: [])
        } throws: { error in
            if case ArchiveError.invalidName(folder.file("a.zip"), name, _) = error { true } else { false }
        }
    }

    @Test func aFolderThatIsNotThereIsAnError() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("no/a.zip")
        #expect(throws: ArchiveError.cannotWrite(path: path, reason: "No such file or directory")) {
            try ArchiveWriter(path: path, format: .zip)
        }
    }
}
