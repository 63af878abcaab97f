import Archives
import Clips
import Foundation
import Testing
import Workflow

/// A run over an archive that wants to get out of it, or to take the machine down.
@Suite struct HostileArchiveTests {
    private let folder: String
    private let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/inner", withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder + "/inner")
        try Data("""
            name: n
            workspace: w
            until: extract
            dataset: {layout: folder, sources: [hostile.tar]}
            extract: {visual: none, audio: {weights: {synthesize: 1}}}
            """.utf8).write(to: URL(fileURLWithPath: folder + "/inner/p.yaml"))
    }

    @Test func nothingIsWrittenOutsideTheWorkspace() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sound = ForgedClip.wave(seconds: 2)
        let inner = folder + "/inner/inner.zip"
        let writer = try ArchiveWriter(path: inner, format: .zip)
        try writer.add(name: "dog/deep.wav", bytes: ForgedClip.wave(seconds: 3))
        try writer.finish()
        let nested = [UInt8](try Data(contentsOf: URL(fileURLWithPath: inner)))
        try FileManager.default.removeItem(atPath: inner)
        var tar = ForgedTar()
        tar.add("../\u{1B}[2Jclears the screen.wav", sound)
        tar.add("../up.wav", sound)
        tar.add("\(folder)/absolute.wav", sound)
        tar.add("dog/../../up2.wav", sound)
        tar.add("link", kind: "2", target: folder)
        tar.add("link/through.wav", sound)
        tar.add("hard.wav", kind: "1", target: "/etc/passwd")
        for (name, kind) in [("character", "3"), ("block", "4"), ("pipe", "6")] { tar.add("dog/\(name).wav", kind: kind) }
        tar.add("dog/inner.zip", nested)
        for (index, name) in Self.awkward.enumerated() { tar.add("dog/\(name).wav", ForgedClip.wave(seconds: 2 + Double(index + 1) / 100)) }
        tar.add(bytes: Array("dog/caf".utf8) + [0xE9] + Array(".wav".utf8), ForgedClip.wave(seconds: 4))
        try write(tar.finished, to: "hostile.tar")

        let outcome = try watched(clips: [sound, nested])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("extract: \(Self.awkward.count + 2) clips decoded, 0 failures"), "\(outcome.errors)")   // 'link/through' is a file of its own
        let status = try tool.run("status", "p.yaml"), whole = try tool.run("status", "p.yaml", "--json")
        for reason in ["path with '..'", "absolute path", "symbolic link", "hard link", "device, pipe or socket"] { #expect(whole.output.contains(reason)) }
        #expect(!status.output.contains("\u{1B}"), "a name speaks to the terminal")
    }

    /// What other formats can hold: what leads out of the archive, encrypted entries, names that stand twice, archives in archives.
    @Test(arguments: ["hostile.zip", "hostile.7z"]) func neitherZipsNorSevenZipsGetOut(name: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (first, second, hidden) = (ForgedClip.wave(seconds: 2), ForgedClip.wave(seconds: 2.5), ForgedClip.wave(seconds: 3))
        var inner = ForgedZip()
        inner.add("dog/deep.wav", hidden)
        let entries: [(name: String, content: [UInt8], mode: UInt32, isEncrypted: Bool)] = [
            ("dog/locked.wav", hidden, 0o100644, true), ("../up.wav", hidden, 0o100644, false),
            ("\(folder)/absolute.wav", hidden, 0o100644, false), ("dog/../../up2.wav", hidden, 0o100644, false),
            ("link.wav", .text(folder), 0o120777, false), ("dog/a.wav", first, 0o100644, false),
            ("dog/a.wav", hidden, 0o100644, false), ("./dog//a.wav", hidden, 0o100644, false), ("dog/inner.zip", inner.finished, 0o100644, false),
            ("dog/b.wav", second, 0o100644, false),
        ]
        var zip = ForgedZip(), sevenZip = ForgedSevenZip()
        for entry in entries {
            zip.add(entry.name, entry.content, mode: entry.mode, isEncrypted: entry.isEncrypted)
            sevenZip.add(entry.name, entry.content, mode: entry.mode, isEncrypted: entry.isEncrypted)
        }
        try write(name.hasSuffix(".zip") ? zip.finished : sevenZip.finished, to: name)

        let outcome = try watched(name, clips: [first, second, hidden, inner.finished])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("extract: 2 clips decoded, 0 failures"), "\(outcome.errors)")
        let status = try tool.run("status", "p.yaml", "--set", "dataset.sources=[\(name)]", "--json")
        for reason in ["path with '..'", "absolute path", "symbolic link", "encrypted", "name stands twice"] {
            #expect(status.output.contains(reason), "\(reason)")
        }
        let fates = try Fates(workspace: folder + "/inner/w", source: folder + "/inner/" + name)
        #expect(fates.fate(of: "dog/a.wav", .audio) == .rows(2) && fates.fate(of: "dog/b.wav", .audio) == .rows(2))
    }

    @Test func whatStandsBehindAnEncryptedEntryOfASevenZipIsRead() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var archive = ForgedSevenZip()
        for (index, name) in ["a", "locked", "m", "locked-too", "z"].enumerated() {
            archive.add("dog/\(name).wav", ForgedClip.wave(seconds: 2 + Double(index)), isEncrypted: name.hasPrefix("locked"))
        }
        try write(archive.finished, to: "hostile.7z")
        let outcome = try watched("hostile.7z", clips: [])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let fates = try Fates(workspace: folder + "/inner/w", source: folder + "/inner/hostile.7z")
        for (name, rows) in [("a", 2), ("m", 4), ("z", 6)] { #expect(fates.fate(of: "dog/\(name).wav", .audio) == .rows(rows), "\(outcome.errors)") }
    }

    /// libarchive reads a link's target with its header, and then can pass over nothing that it cannot unpack.
    @Test func anEncryptedEntryThatIsInTheWayIsNamed() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var archive = ForgedSevenZip()
        archive.add("link.wav", .text(folder), mode: 0o120777)
        for name in ["a", "locked", "z"] { archive.add("dog/\(name).wav", ForgedClip.wave(seconds: 2), isEncrypted: name == "locked") }
        try write(archive.finished, to: "hostile.7z")
        let outcome = try tool.run("run", "p.yaml", "--set", "dataset.sources=[hostile.7z]")
        #expect(outcome.code == 1)
        let expected = "hostile.7z: entry 'dog/locked.wav' is encrypted, and nothing behind it in a 7z can be read"
        #expect(outcome.errors.contains(expected), "\(outcome.errors)")
    }

    /// The checksum in a zip's directory is not that of the bytes.
    @Test func aClipWithAWrongChecksumIsDamagedAndItsNeighboursAreExtracted() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var zip = ForgedZip()
        for (index, name) in ["a", "spoilt", "z"].enumerated() {
            zip.add("dog/\(name).wav", ForgedClip.wave(seconds: 2 + Double(index)), checksum: name == "spoilt" ? 0x1234_5678 : nil)
        }
        try write(zip.finished, to: "hostile.zip")
        let outcome = try tool.run("run", "p.yaml", "--set", "dataset.sources=[hostile.zip]", "--progress", "plain")
        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("failed: dog/spoilt.wav: damaged_entry"), "\(outcome.errors)")
        let fates = try Fates(workspace: folder + "/inner/w", source: folder + "/inner/hostile.zip")
        #expect(fates.fate(of: "dog/spoilt.wav", .audio) == .fails("damaged_entry"))
        #expect(fates.fate(of: "dog/a.wav", .audio) == .rows(2) && fates.fate(of: "dog/z.wav", .audio) == .rows(4))
    }

    private static let awkward = ["with space", "with 'quotes' and \"more\"", "new\nline", "\u{1B}[2Jescape", "; rm -rf $HOME `id`", "%s%n", "ü日", String(repeating: "n", count: 90)]

    /// A few kilobytes that unpack to a terabyte.
    @Test func aBombIsRefusedWithItsEntryAndLimit() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write(ForgedTar.zstandardBomb(name: "dog/bomb.wav", bytes: 7 << 30), to: "hostile.tar")
        let start = ContinuousClock.now
        let outcome = try tool.run("run", "p.yaml", "--progress", "plain")
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("hostile.tar: at entry 'dog/bomb.wav': unpacks to more bytes for one packed byte than the limit (2000)"), "\(outcome.errors)")
    }

    /// Runs the pipeline, and looks at every file that is there at any time: where it is, and afterwards that it holds nothing of a clip.
    private func watched(_ source: String = "hostile.tar", clips: [[UInt8]]) throws -> CommandLineTool.Outcome {
        let before = try listing(), temporary = folder + "/temporary", made = folder + "/made"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        let watching = try FaultInjector.library == nil ? [:] : FaultInjector.environment(listingFilesAt: made)
        let outcome = try tool.run(
            ["run", "p.yaml", "--set", "dataset.sources=[\(source)]", "--progress", "plain"],
            environment: watching.merging(["TMPDIR": temporary]) { $1 })

        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
        let after = try listing().subtracting(before).subtracting(["temporary", "made"])
        #expect(after.allSatisfy { $0 == "inner/w" || $0.hasPrefix("inner/w/") }, "\(after)")
        for name in after {
            guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)) else { continue }
            for clip in clips { #expect(bytes.range(of: Data(clip[1000..<1064])) == nil, "\(name) holds what a clip holds") }
        }
        if let list = try? String(contentsOfFile: made, encoding: .utf8) {
            let names = Set(list.split(separator: "\n").map { String($0).replacing(folder + "/inner/", with: "") })
            #expect(names.contains("w/catalogue.sqlite"), "\(names)")
            let other = names.filter { name in !Self.own.contains { name.hasPrefix($0) } }
            #expect(other.isEmpty, "made meanwhile: \(other)")
        }
        return outcome
    }

    /// What a run makes, none of which is there for clips.
    private static let own = ["w/catalogue.sqlite", "w/features/features.sqlite", "w/lock", "w/runs/n/log.jsonl", "w/runs/n/pipeline.yaml", "/dev/"]

    private func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/inner/" + name)) }

    /// Everything below the folder, by relative path.
    private func listing() throws -> Set<String> { Set(try FileManager.default.subpathsOfDirectory(atPath: folder)) }
}
