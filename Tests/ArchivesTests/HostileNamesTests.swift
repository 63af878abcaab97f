import Archives
import Foundation
import Testing

/// Names and numbers of entries that tools rarely make.
@Suite struct HostileNamesTests {
    static let names = [
        "dog/with space.wav", "dog/'single' \"double\".wav", "dog/new\nline.wav", "dog/tab\tand\u{1B}[31mescape.wav", "dog/$(id) `id` ; & |.wav", "dog/%s%n%x.wav",
        "dog/-rf.wav", "dog/ü日🐶.wav", "dog/" + String(repeating: "n", count: 251) + ".wav", String(repeating: "d/", count: 200) + "deep.wav",
    ]

    @Test(arguments: [ArchiveFormat.zip, .tar, .tarZstd]) func comeOutAsTheyWentIn(format: ArchiveFormat) throws {
        let folder = try TemporaryFolder()
        let writer = try ArchiveWriter(path: folder.file("a"), format: format)
        for name in Self.names { try writer.add(name: name, bytes: Array(name.utf8)) }
        try writer.finish()
        let reading = try Reading(of: folder.file("a"))
        #expect(reading.names == Self.names && reading.errors.isEmpty && reading.skipped.isEmpty)
        for name in Self.names { #expect(reading.text(name) == name) }
    }

    /// In a process of its own: other suites take memory meanwhile.
    @Test func aHundredThousandEntriesTakeLittle() async {
        await #expect(processExitsWith: .success) {
            for format in [ArchiveFormat.zip, .tarZstd] { try readManyEntries(format) }
        }
    }

    @Test func allNamesTogetherAreBounded() throws {
        let path = golden("deflated.zip")
        let reading = try Reading(of: path, limits: ArchiveLimits(maxTotalNameBytes: 30))
        #expect(reading.errors.count == 1)
        guard case .limitExceeded(path, _?, .maxTotalNameBytes, 30)? = reading.errors.first else {
            Issue.record("\(reading.errors)")
            return
        }
    }

    /// What lies in an archive is a file like others, never opened as an archive itself.
    @Test func anArchiveInAnArchiveIsAFile() throws {
        let folder = try TemporaryFolder()
        let inner = [UInt8](try Data(contentsOf: URL(fileURLWithPath: golden("deflated.zip"))))
        let writer = try ArchiveWriter(path: folder.file("outer.tar"), format: .tar)
        try writer.add(name: "inner.zip", bytes: inner)
        try writer.finish()
        let reading = try Reading(of: folder.file("outer.tar"))
        #expect(reading.names == ["inner.zip"] && reading.contents["inner.zip"] == inner)
    }
}

private func readManyEntries(_ format: ArchiveFormat) throws {
    let folder = try TemporaryFolder(), count = 100_000
    let writer = try ArchiveWriter(path: folder.file("many"), format: format)
    for number in 0..<count { try writer.add(name: "dog/\(number).wav", bytes: []) }
    try writer.finish()
    let before = residentKilobytes()
    let reader = try EntryReader(source: folder.file("many"))
    var seen = 0
    while try reader.next() != nil { seen += 1 }
    precondition(seen == count, "\(seen) entries")
    #if !SANITIZED   // address sanitizer keeps what was freed
    precondition(residentKilobytes() - before < 100_000, "\(residentKilobytes() - before) KiB")
    #endif
}

private func residentKilobytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
