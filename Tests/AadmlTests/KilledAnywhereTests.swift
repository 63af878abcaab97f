import Foundation
import Store
import Tensors
import Testing

/// Kills runs at random moments of every stage, some of them while it commits or has just done so, and starts them again, until
/// each workspace is done; then it must equal one that was never disturbed.
///
/// `AADML_KILLS=200 bash Tests/run.sh --filter KilledAnywhereTests` for the long version; `AADML_KILL_SEED` repeats one.
@Suite struct KilledAnywhereTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let stages = ["ingest", "extract", "assemble", "train", "evaluate", "report"]
    private static let clips = 40
    private static let workers = 2
    private let kills = Self.environment["AADML_KILLS"].flatMap { Int($0) } ?? Self.stages.count
    private let seed = Self.environment["AADML_KILL_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...9_999)
    private let folder: String
    private let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
        let made = try tool.run("dataset", "synthesize", "--clips", "\(Self.clips)", "--seconds", "1", "--to", "v.tar")
        try #require(made.code == 0, "\(made.errors)")
    }

    @Test func everyRestartGoesOnAndEndsTheSame() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        print("seed \(seed), \(kills) kills")
        var generator = SeededGenerator(seed: seed)
        try write("whole")
        try #require(try tool.run("run", "whole.yaml", "--progress", "none").code == 0)
        var durations = secondsOfStages("whole")
        let expected = try results("whole")

        var done = 0, tally: [Kill: [String: Int]] = [:]
        while done < kills {
            let workspace = "killed-\(done)"
            try write(workspace)
            var saved = 0
            for stage in Self.stages {
                // Up to and over the stage's end, where files get their names and the ledger its line; or just when it said that it had ended.
                let delay = generator.uniform() < 0.2 ? nil : generator.uniform() * 1.1 * (durations[stage] ?? 0)
                let before = try savedClips(workspace)
                let kill = try kill(workspace, in: stage, after: delay)
                tally[kill, default: [:]][stage, default: 0] += 1
                if kill != .tooLate { done += 1 }
                if stage == "extract" {
                    saved = try savedClips(workspace)
                    expectOnlyClipsInHandLost(workspace, saved: saved - before)
                }
                if stage == "assemble", saved < Self.clips { expectNothingRedone(workspace, saved: saved) }
            }
            let last = try tool.run("run", "\(workspace).yaml", "--progress", "plain")
            #expect(last.code == 0, "seed \(seed), \(workspace): \(last.errors)")
            let found = try results(workspace)
            for (name, bytes) in expected {
                #expect(found[name] == bytes, "seed \(seed): \(name) of \(workspace) differs from that of an undisturbed run")
            }
            // The machine may be faster by now; extract and train go on where they were, which takes less than all of it.
            let whole = secondsOfStages(workspace).filter { !["extract", "train"].contains($0.key) }
            durations.merge(whole) { min($0, $1) }
            try FileManager.default.removeItem(atPath: "\(folder)/\(workspace)")
        }
        for kill in Kill.allCases { print("\(kill.rawValue): \(Self.stages.map { "\(tally[kill]?[$0] ?? 0) \($0)" }.joined(separator: ", "))") }
        for stage in Self.stages where kills >= 200 { #expect(tally[.inStage]?[stage] ?? 0 >= 10, "too few kills in \(stage)") }
    }

    private enum Kill: String, CaseIterable {
        case inStage = "killed in"
        case afterStage = "killed after"
        /// The run had ended.
        case tooLate = "too late for"
    }

    /// Starts a run and kills it some time after a stage began, which then is its last, so that being late does not use up those after
    /// it; or, where no time is given, when the stage has ended.
    private func kill(_ workspace: String, in stage: String, after seconds: Double?) throws -> Kill {
        let begun = events(workspace).count
        let errors = "\(folder)/\(workspace).\(stage)"
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        let process = try tool.start(
            ["run", "\(workspace).yaml", "--progress", "json", "--workers", "\(Self.workers)"] + (seconds == nil ? [] : ["--to", stage]),
            errors: try FileHandle(forWritingTo: URL(fileURLWithPath: errors)))
        let patience = Date.now.addingTimeInterval(1_200)   // a loaded machine takes minutes to a stage
        func hasTold(_ event: String, _ decision: String?) -> Bool {
            events(workspace).dropFirst(begun).contains { $0.event == event && $0.stage == stage && $0.decision == decision }
        }
        while process.isRunning, Date.now < patience, !(seconds == nil ? hasTold("finished", nil) : hasTold("stage", "run")) { usleep(1_000) }
        usleep(useconds_t((seconds ?? 0) * 1e6))
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        guard process.terminationReason == .uncaughtSignal else { return .tooLate }
        return hasTold("finished", nil) ? .afterStage : .inStage
    }

    /// Clips that the killed run reported done are saved; others that it had in hand may be, one a worker at the most.
    private func expectOnlyClipsInHandLost(_ workspace: String, saved: Int) {
        let reported = lines(ofFile: "\(folder)/\(workspace).extract").filter { $0.event == "progress" && $0.stage == "extract" }
        let done = reported.compactMap(\.done).max() ?? 0
        #expect((done...(done + Self.workers)).contains(saved), "seed \(seed), \(workspace): \(done) clips were reported done, \(saved) are saved")
    }

    /// After the kill in extract, the next run decoded what was not saved, and nothing else.
    private func expectNothingRedone(_ workspace: String, saved: Int) {
        let summaries = events(workspace).compactMap { $0.event == "finished" && $0.stage == "extract" ? $0.summary : nil }
        #expect(summaries.last?.hasPrefix("\(Self.clips - saved) clips decoded") == true, "seed \(seed), \(workspace): \(saved) saved, then \(summaries)")
    }

    private func write(_ workspace: String) throws {
        try Data("""
            name: run
            workspace: \(workspace)
            dataset: {layout: vegas, sources: [v.tar], split: {ratio: [0.5, 0.25, 0.25]}}
            extract: {audio: {weights: {synthesize: 3}}, visual: {weights: {synthesize: 3}}}
            assemble: {visual: {post: {pca: 8}}}
            train: {hidden: 32, embedding: 16, epochs: 30, batch: 8, patience: 30}
            """.utf8).write(to: URL(fileURLWithPath: folder + "/\(workspace).yaml"))
    }

    /// Everything a run leaves that has no time in it. A record's digest is that of its rows and their times, and is believed
    /// only where both still have it.
    private func results(_ workspace: String) throws -> [String: [String]] {
        var results: [String: [String]] = [:]
        for file in ["table.safetensors", "transform.safetensors", "model.safetensors", "metrics.json", "rankings.json"] {
            results[file] = [try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(workspace)/runs/run/\(file)")).base64EncodedString()]
        }
        let cache = try FeatureCache(path: features(workspace))
        results["features"] = try cache.extractors().flatMap { extractor in
            try cache.digests(of: extractor.fingerprint).map { member, digest in
                let record = try #require(try cache.features(of: member, extractor: extractor.fingerprint))
                let preview = try cache.preview(of: member, modality: record.modality).map { Data($0).base64EncodedString() }
                return "\(extractor.fingerprint) \(member) \(digest) \(preview ?? "")"
            }
        }.sorted()
        return results
    }

    /// Clips of which every modality is saved.
    private func savedClips(_ workspace: String) throws -> Int {
        guard FileManager.default.fileExists(atPath: features(workspace)) else { return 0 }
        let cache = try FeatureCache(path: features(workspace))
        let saved = try cache.extractors().map { Set(try cache.digests(of: $0.fingerprint).keys) }
        return saved.count < 2 ? 0 : saved.dropFirst().reduce(saved[0]) { $0.intersection($1) }.count
    }

    private func features(_ workspace: String) -> String { "\(folder)/\(workspace)/features/features.sqlite" }

    private struct LogLine: Decodable {
        let event: String
        var stage: String?
        var decision: String?
        var summary: String?
        var seconds: Double?
        var done: Int?
    }

    private func events(_ workspace: String) -> [LogLine] { lines(ofFile: "\(folder)/\(workspace)/runs/run/log.jsonl") }

    /// A killed run may leave half a line.
    private func lines(ofFile path: String) -> [LogLine] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(LogLine.self, from: Data($0.utf8)) }
    }

    private func secondsOfStages(_ workspace: String) -> [String: Double] {
        Dictionary(
            events(workspace).compactMap { line in
                guard line.event == "finished", let stage = line.stage, let seconds = line.seconds else { return nil }
                return (stage, seconds)
            }, uniquingKeysWith: { _, last in last })
    }
}
