import Archives
import Foundation
import Testing

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
        try Data(tar.finished).write(to: URL(fileURLWithPath: folder + "/inner/hostile.tar"))
        let before = try listing()

        let outcome = try tool.run("run", "p.yaml", "--progress", "plain")
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("extract: \(Self.awkward.count + 2) clips decoded, 0 failures"), "\(outcome.errors)")   // 'link/through' is a file of its own
        #expect(try listing().subtracting(before).allSatisfy { $0.hasPrefix("inner/w") })
        let media = try listing().filter { $0.hasSuffix(".wav") || $0.hasSuffix(".zip") }
        #expect(media.isEmpty, "unpacked: \(media)")
        let status = try tool.run("status", "p.yaml"), whole = try tool.run("status", "p.yaml", "--json")
        for reason in ["path with '..'", "absolute path", "symbolic link", "hard link", "device, pipe or socket"] { #expect(whole.output.contains(reason)) }
        #expect(!status.output.contains("\u{1B}"), "a name speaks to the terminal")
    }

    private static let awkward = ["with space", "with 'quotes' and \"more\"", "new\nline", "\u{1B}[2Jescape", "; rm -rf $HOME `id`", "%s%n", "ü日", String(repeating: "n", count: 90)]

    /// A few kilobytes that unpack to a terabyte.
    @Test func aBombIsRefusedWithItsEntryAndLimit() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(ForgedTar.zstandardBomb(name: "dog/bomb.wav", bytes: 7 << 30)).write(to: URL(fileURLWithPath: folder + "/inner/hostile.tar"))
        let start = ContinuousClock.now
        let outcome = try tool.run("run", "p.yaml", "--progress", "plain")
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("hostile.tar: at entry 'dog/bomb.wav': unpacks to more bytes for one packed byte than the limit (2000)"), "\(outcome.errors)")
    }

    /// Everything below the folder, by relative path.
    private func listing() throws -> Set<String> { Set(try FileManager.default.subpathsOfDirectory(atPath: folder)) }
}
