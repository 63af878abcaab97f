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

    private func write(_ name: String, decode: String) throws {
        try Data("""
            name: run
            workspace: \(name)
            until: extract
            dataset: {layout: vegas, sources: [v.tar]}
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
        let decoders = try waitForDecoders(of: process)
        for decoder in decoders { kill(decoder, SIGSTOP) }   // as if they hung
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for decoder in decoders { kill(decoder, SIGCONT) }
        let patience = Date.now.addingTimeInterval(10)
        while decoders.contains(where: isAlive), Date.now < patience { usleep(10_000) }
        #expect(!decoders.contains(where: isAlive))
    }

    /// `Process` itself lends the run a socket, and waits until nobody holds it any more.
    @Test func decodersHoldNothingTheRunInherited() throws {
        try write("bare", decode: "{isolate: true}")
        let process = try tool.start(["run", "bare.yaml", "--progress", "none"])
        let decoder = try #require(try waitForDecoders(of: process).first)
        let folder = "/proc/\(decoder)/fd"
        let held = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "0" }
            .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(held.filter { $0.hasPrefix("socket:") || $0.hasPrefix("pipe:") } == [], "\(held)")
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
        let decoder = try #require(try waitForDecoders(of: process).last)
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

    /// Processes of a run that decode, once there are some.
    private func waitForDecoders(of process: Process) throws -> [pid_t] {
        let patience = Date.now.addingTimeInterval(60)
        while process.isRunning, Date.now < patience {
            let children = CommandLineTool.children(of: process.processIdentifier)
                .filter { ((try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)) ?? "").contains("decode-server") }   // begun
            if !children.isEmpty { return children }
            usleep(2_000)
        }
        return []
    }

    private func isAlive(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }
}
