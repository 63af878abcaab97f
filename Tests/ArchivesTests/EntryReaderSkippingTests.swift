import Archives
import Foundation
import Testing

@Suite struct EntryReaderSkippingTests {
    @Test func linksPipesAndPathsThatLeaveAreSkippedWithTheirReason() throws {
        let reading = try Reading(of: golden("odd.tar.gz"))
        #expect(reading.names == ["in.txt", "b/c/d.txt"])
        #expect(reading.text("b/c/d.txt") == "in\n")
        #expect(reading.skipped == [
            SkippedEntry(name: "twin.txt", reason: .hardLink),
            SkippedEntry(name: "link.txt", reason: .symbolicLink),
            SkippedEntry(name: "outside.txt", reason: .symbolicLink),
            SkippedEntry(name: "pipe", reason: .specialFile),
            SkippedEntry(name: "/abs.txt", reason: .absolutePath),
            SkippedEntry(name: "a/../../up.txt", reason: .parentPath),
            SkippedEntry(name: "in.txt", reason: .duplicateName),
        ])
    }

    @Test func zipPathsThatLeaveAreSkippedToo() throws {
        let reading = try Reading(of: golden("escaping.zip"))
        #expect(reading.names == ["ok/fine.txt"])
        #expect(reading.skipped == [
            SkippedEntry(name: "../up.txt", reason: .parentPath),
            SkippedEntry(name: "/abs.txt", reason: .absolutePath),
            SkippedEntry(name: "C:/win.txt", reason: .absolutePath),
        ])
    }

    @Test func ofTwoEntriesOfOneNameTheFirstCounts() throws {
        let reading = try Reading(of: golden("duplicates.zip"))
        #expect(reading.names == ["a.txt", "b.txt"])
        #expect(reading.text("a.txt") == "first")
        #expect(reading.skipped == [SkippedEntry(name: "./a.txt", reason: .duplicateName)])
    }

    @Test func encryptedEntriesAreSkippedAndTheOthersRead() throws {
        let zip = try Reading(of: golden("encrypted.zip"))
        #expect(zip.names == ["open.txt"] && zip.text("open.txt") == "open\n")
        #expect(zip.skipped == [SkippedEntry(name: "secret.txt", reason: .encrypted)])
        let sevenZip = try Reading(of: golden("encrypted.7z"))
        #expect(sevenZip.names.isEmpty && sevenZip.errors.isEmpty)
        #expect(sevenZip.skipped == [SkippedEntry(name: "open.txt", reason: .encrypted)])
    }

    @Test func anEncryptedListOfEntriesIsAnError() throws {
        let reader = try EntryReader(source: golden("encrypted_names.7z"))
        #expect(throws: ArchiveError.encrypted(path: golden("encrypted_names.7z"))) { try reader.next() }
    }

    @Test(arguments: ["utf8.zip", "utf8.7z", "utf8_gnu.tar.gz", "utf8_pax.tar.gz"])
    func namesAreUTF8WhateverTheLocale(name: String) throws {
        #expect(setlocale(LC_CTYPE, nil).map { String(cString: $0) } == "C", "the test process runs in the C locale")
        let reading = try Reading(of: golden(name))
        #expect(reading.names == ["hünd 日.txt"] && reading.text("hünd 日.txt") == "u\n")
    }

    @Test func namesThatAreNotUTF8StayDifferent() throws {
        let reading = try Reading(of: golden("latin1.tar.gz"))
        #expect(reading.names == ["caf%E8 100%25.txt", "caf%E9 100%25.txt"])
        #expect(reading.text("caf%E9 100%25.txt") == "1\n")
    }

    @Test func backslashesOfAZipSeparateFolders() throws {
        #expect(try Reading(of: golden("backslashes.zip")).names == ["dog/a.txt"])
    }
}
