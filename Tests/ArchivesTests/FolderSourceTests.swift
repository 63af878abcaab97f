import Archives
import Foundation
import Testing

@Suite struct FolderSourceTests {
    @Test func filesComeInTheByteOrderOfTheirPaths() throws {
        let folder = try TemporaryFolder()
        for name in ["a/z.mp4", "a.b/c.mp4", "a-b.mp4", "B.mp4", "b/1.mp4", "b/10.mp4", "b/2.mp4", "ä.mp4"] { try folder.write(name, name) }
        let reading = try Reading(of: folder.path)
        #expect(reading.names == ["B.mp4", "a-b.mp4", "a.b/c.mp4", "a/z.mp4", "b/1.mp4", "b/10.mp4", "b/2.mp4", "ä.mp4"])
        #expect(reading.names == reading.names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        for name in reading.names { #expect(reading.text(name) == name) }
    }

    @Test func entriesTellWhereTheFileCanBeReadInPlace() throws {
        let folder = try TemporaryFolder()
        try folder.write("dog/1.mp4", "woof")
        let reader = try EntryReader(source: folder.path)
        let entry = try #require(try reader.next())
        #expect(entry == ArchiveEntry(name: "dog/1.mp4", size: 4, filePath: folder.file("dog/1.mp4")))
        #expect(try reader.next() == nil)
    }

    @Test func linksToFilesAndFoldersAreFollowed() throws {
        let store = try TemporaryFolder()
        try store.write("blob1", "one")
        try store.write("shared/2.mp4", "two")
        let folder = try TemporaryFolder()
        try folder.write("dog/0.mp4", "zero")
        try folder.link("dog/1.mp4", to: store.file("blob1"))
        try folder.link("more", to: store.file("shared"))
        try folder.link("again", to: store.file("shared"))
        let reading = try Reading(of: folder.path)
        #expect(reading.names == ["again/2.mp4", "dog/0.mp4", "dog/1.mp4", "more/2.mp4"])
        #expect(reading.text("dog/1.mp4") == "one" && reading.text("more/2.mp4") == "two")
    }

    @Test func linksInACircleEndAndDanglingOnesAreListed() throws {
        let folder = try TemporaryFolder()
        try folder.write("a/b/1.mp4", "x")
        try folder.link("a/b/up", to: folder.path)
        try folder.link("a/self", to: folder.file("a"))
        try folder.link("gone.mp4", to: folder.file("nowhere"))
        try folder.link("loop", to: folder.file("loop"))
        let reading = try Reading(of: folder.path)
        #expect(reading.names == ["a/b/1.mp4"])
        #expect(reading.skipped == [
            SkippedEntry(name: "a/b/up", reason: .linkCycle),
            SkippedEntry(name: "a/self", reason: .linkCycle),
            SkippedEntry(name: "gone.mp4", reason: .danglingLink),
            SkippedEntry(name: "loop", reason: .linkCycle),
        ])
    }

    @Test func hiddenFilesAreCountedAndPipesSkipped() throws {
        let folder = try TemporaryFolder()
        for name in [".DS_Store", "dog/._1.mp4", ".git/config", ".git/HEAD", "dog/1.mp4"] { try folder.write(name, name) }
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        let reading = try Reading(of: folder.path)
        #expect(reading.names == ["dog/1.mp4"])
        #expect(reading.hiddenCount == 3, "a hidden folder counts once")
        #expect(reading.skipped == [SkippedEntry(name: "pipe", reason: .specialFile)])
    }

    @Test func namesThatAreNotUTF8CanBeReadThroughTheReader() throws {
        let folder = try TemporaryFolder()
        let descriptor = ("\(folder.path)/caf".utf8 + [0xE9, 0]).withUnsafeBytes { bytes in
            open(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), O_CREAT | O_WRONLY, 0o600)
        }
        #expect(write(descriptor, "abc", 3) == 3)
        close(descriptor)
        let reader = try EntryReader(source: folder.path)
        #expect(try reader.next() == ArchiveEntry(name: "caf%E9", size: 3, filePath: nil))
        #expect(try reader.readAll(limit: 10) == Array("abc".utf8))
    }

    @Test func anEmptyFolderIsAnErrorAndAFileThatGoesIsDamage() throws {
        let folder = try TemporaryFolder()
        let empty = try EntryReader(source: folder.path)
        #expect(throws: ArchiveError.empty(path: folder.path)) { try empty.next() }

        try folder.write("a.mp4", "abc")
        try folder.write("b.mp4", "abc")
        let reader = try EntryReader(source: folder.path)
        _ = try reader.next()
        unlink(folder.file("a.mp4"))
        #expect(throws: ArchiveError.entryDamaged(archive: folder.path, entry: "a.mp4", reason: "No such file or directory")) {
            try reader.readAll(limit: 10)
        }
        _ = try reader.next()
        try folder.write("b.mp4", "ab")
        #expect(throws: ArchiveError.entryDamaged(
            archive: folder.path, entry: "b.mp4", reason: "it holds 2 bytes where 3 were announced")) { try reader.readAll(limit: 10) }
        #expect(try reader.next() == nil)
    }
}
