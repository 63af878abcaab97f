import Foundation
import Testing

/// What happens to a clip's decoder costs the clip in hand and nothing else.
@Suite struct IsolatedDecodingTests {
    private let folder: String
    private let tool: CommandLineTool
    private static let clips = 40

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
        let made = try tool.run("dataset", "synthesize", "--clips", "\(Self.clips)", "--seconds", "2", "--to", "v.tar")
        try #require(made.code == 0, "\(made.errors)")
    }

    private func write(_ name: String, decode: String, sources: String = "v.tar") throws {
        try Data("""
            name: run
            workspace: \(name)
            until: extract
            dataset: {layout: vegas, sources: [\(sources)]}
            decode: \(decode)
            extract: {audio: none, visual: {weights: {synthesize: 3}}}
            """.utf8).write(to: URL(fileURLWithPath: folder + "/\(name).yaml"))
    }

    @Test func aDecoderThatDiesCostsItsClip() throws {
        try write("died", decode: "{isolate: true}")
        #expect(try disturb("died", by: SIGKILL).contains("decoder_died"))
        let again = try tool.run("run", "died.yaml", "--retry-failed=decoder_died", "--progress", "plain")
        #expect(again.code == 0, "\(again.errors)")
    }

    @Test func aDecoderThatHangsCostsItsClip() throws {
        try write("hung", decode: "{isolate: true, max_decode_seconds: 1}")
        #expect(try disturb("hung", by: SIGSTOP).contains("timed_out"))
    }

    @Test func decodersEndWithTheRunThatIsKilled() throws {
        try write("killed", decode: "{isolate: true}")
        let process = try tool.start(["run", "killed.yaml", "--progress", "none"])
        let decoders = try CommandLineTool.decoders(of: process)
        for decoder in decoders { kill(decoder, SIGSTOP) }   // as if they hung
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for decoder in decoders { kill(decoder, SIGCONT) }
        let patience = Date.now.addingTimeInterval(10)
        while decoders.contains(where: isAlive), Date.now < patience { usleep(10_000) }
        #expect(!decoders.contains(where: isAlive))
    }

    /// `Process` itself lends the run a socket, and waits until nobody holds it any more.
    @Test(arguments: ["v.tar", "VEGAS"]) func decodersHoldNothingButTheirConnectionAndTheirClip(source: String) throws {
        try #require(try tool.runShell("tar -xf v.tar").code == 0)
        try write("bare", decode: "{isolate: true}", sources: source)
        #expect(try tool.run("run", "bare.yaml", "--progress", "none", "--only", "ingest").code == 0)
        let process = try tool.start(["run", "bare.yaml", "--progress", "none", "--workers", "2"])
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        _ = try CommandLineTool.decoders(of: process)
        usleep(500_000)   // one that is just starting opens its libraries
        var seen = 0, clips: Set<String> = []
        while process.isRunning, seen < 50 || source == "VEGAS" && clips.isEmpty {
            for decoder in try CommandLineTool.decoders(of: process) {
                guard let held = descriptors(of: decoder) else { continue }
                seen += 1
                #expect(held[0]?.hasPrefix("socket:") == true && held[1] == "/dev/null" && held[2] == "/dev/null", "\(held)")
                let others = held.filter { $0.key > 2 }.map(\.value)
                #expect(others.count <= 1 && others.allSatisfy { $0.hasPrefix("\(folder)/VEGAS/") && $0.hasSuffix(".mp4") }, "\(held)")
                clips.formUnion(others)
            }
            usleep(5_000)
        }
        #expect(seen >= 50 && (source == "v.tar") == clips.isEmpty, "\(seen) looks at decoders, clips \(clips)")
    }

    /// What a decoder holds; nil before it is one, or when it is gone.
    private func descriptors(of process: pid_t) -> [Int: String]? {
        let folder = "/proc/\(process)/fd"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
        let held = names.compactMap { name in
            Int(name).flatMap { number in (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")).map { (number, $0) } }
        }
        return held.isEmpty ? nil : Dictionary(uniqueKeysWithValues: held)
    }

    @Test func theFeaturesAreThoseOfDecodingInTheProcessItself() throws {
        try write("isolated", decode: "{isolate: true}")
        try write("here", decode: "{isolate: false}")
        for name in ["isolated", "here"] { #expect(try tool.run("run", "\(name).yaml", "--progress", "none").code == 0) }
        let compared = try tool.run("features", "compare", "isolated", "here", "--threshold", "0.999999")
        #expect(compared.code == 0 && compared.output.contains("visual: \(Self.clips) clips") && compared.output.contains("largest difference 0\n"),
            "\(compared.output) \(compared.errors)")
    }

    /// Sends a signal to one decoder of a run that extracts; the run's messages, after it finished but for that clip.
    private func disturb(_ name: String, by signal: Int32) throws -> String {
        let log = folder + "/\(name).log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let process = try tool.start(
            ["run", "\(name).yaml", "--progress", "plain", "--workers", "1"], errors: try FileHandle(forWritingTo: URL(fileURLWithPath: log)))
        try waitForText("extract", in: log, process)
        let decoder = try #require(try CommandLineTool.decoders(of: process).last)
        kill(decoder, signal)
        process.waitUntilExit()
        let messages = try String(contentsOfFile: log, encoding: .utf8)
        #expect(process.terminationStatus == 3, "\(messages)")
        #expect(messages.contains("\(Self.clips) clips decoded, 1 failures"), "\(messages)")
        return messages
    }

    private func waitForText(_ text: String, in file: String, _ process: Process) throws {
        let patience = Date.now.addingTimeInterval(60)
        while process.isRunning, Date.now < patience, try !String(contentsOfFile: file, encoding: .utf8).contains(text) { usleep(2_000) }
    }

    private func isAlive(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }
}
