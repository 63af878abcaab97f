import Foundation
import Testing

/// A workspace of commit b283a79 is taken over as it is: nothing is computed again except what the table beside the workspace lists,
/// and what is computed again comes out the same.
@Suite struct CompatibilityTests {
    private let workspace: ReleasedWorkspace
    private let table: RerunTable

    init() throws {
        workspace = try ReleasedWorkspace()
        table = try RerunTable()
    }

    private struct StageState: Decodable {
        let stage: String
        let state: String
        let because: String?
    }

    private func stages(of pipeline: String) throws -> [StageState] {
        struct Status: Decodable { let stages: [StageState] }
        return try workspace.json(Status.self, "status", "\(pipeline).yaml", "--json").stages
    }

    private func instruction(_ stage: String, _ because: String) -> Comment {
        """
        the '\(stage)' stage of a user's workspace of b283a79 would run again, because \(because). Keep its fingerprint and outputs; \
        if its results must change, raise its version and add a line '\(stage): reason' to \(RerunTable.name)
        """
    }

    /// Runs the listed stages, and those after them that do so because of them.
    ///
    /// - Returns: the stages that ran; nil if another one would run, which is an issue.
    private func runListedStages(of pipeline: String) throws -> Set<String>? {
        var ran: Set<String> = []
        while let stale = try stages(of: pipeline).first(where: { $0.state != "up to date" }) {
            let because = stale.because ?? stale.state
            let inputs = ran.union(ran.contains("extract") ? ["features"] : []).map { "\($0) changed" }
            let follows = because.split(separator: ", ").allSatisfy { reason in inputs.contains { reason.hasPrefix($0) } }
            guard table.lists(stale.stage) || follows, ran.insert(stale.stage).inserted else {
                Issue.record(instruction(stale.stage, because))
                return nil
            }
            try workspace.run(pipeline, "--only", stale.stage)
        }
        return ran
    }

    @Test(arguments: ["dataset": RerunTable.stages, "file": ["assemble", "train", "evaluate"]])
    func onlyListedStagesRunAgain(pipeline: String, names: [String]) throws {
        let results = try workspace.results(ofRun: pipeline), features = try workspace.features()
        #expect(try stages(of: pipeline).map(\.stage) == names)
        guard let ran = try runListedStages(of: pipeline) else { return }
        let idle = table.reasons.keys.filter { names.contains($0) && !ran.contains($0) }
        #expect(idle == [], "\(RerunTable.name) lists stages that are up to date")

        let outcome = try workspace.run(pipeline)
        #expect(outcome.code == (pipeline == "dataset" ? 3 : 0), "the clip that failed is still on record")
        for stage in names { #expect(outcome.errors.contains("\(stage): up to date"), "\(outcome.errors)") }
        let now = try workspace.results(ofRun: pipeline)
        for (stage, files) in results where !ran.contains(stage) && names.contains(stage) {
            #expect(!files.isEmpty)
            for (name, bytes) in files {
                #expect(now[stage]?[name] == bytes, "'\(stage)' has written another \(name), though it is up to date")
            }
        }
        if !ran.contains("extract") { #expect(try workspace.features() == features) }
        let verified = try workspace.tool.run("features", "verify", "workspace")
        #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
    }

    private struct Case: Decodable {
        let variant: String
        let state: String
        let because: String?
    }

    private func cases() throws -> [Case] {
        struct Status: Decodable { let cases: [Case] }
        return try workspace.json(Status.self, "status", "experiment.yaml", "--json").cases
    }

    @Test func casesOfAnExperimentStayDone() throws {
        let runs = ReleasedWorkspace.runs.filter { $0.hasPrefix("experiment/") }
        let results = try runs.map(workspace.results)
        let stale = try cases().filter { $0.state != "done" }
        #expect(try cases().map(\.variant) == ["control", "mean"])
        for item in stale {
            let because = item.because ?? item.state
            let stage = because.split(separator: ":").first.map(String.init) ?? ""
            guard table.lists(stage) else {
                Issue.record(instruction(stage, "of the experiment's case '\(item.variant)': \(because)"))
                return
            }
        }
        try workspace.run("experiment")
        #expect(try cases().filter { $0.state != "done" }.map(\.variant) == [])
        if stale.isEmpty { #expect(try runs.map(workspace.results) == results, "a case has written other files, though it is done") }
    }

    @Test func resultsAreTheSameWhenTheyAreMadeAgain() throws {
        let again = try ReleasedWorkspace()
        try again.removeFeatures()
        for pipeline in ReleasedWorkspace.pipelines {
            try again.run(pipeline, "--workers", "2", "--force", "assemble", "--force", "train", "--force", "evaluate")
        }
        let isSameMachine = try again.machine(ofStage: "assemble") == workspace.machine(ofStage: "assemble")
        let tolerance = isSameMachine ? Tolerance.sameMachine : .otherMachine

        if table.preservesResults(of: "extract") {
            let old = try workspace.features(), new = try again.features()
            #expect(old.count == 31 && new.keys == old.keys)
            let distances = old.map { key, features in (key: key, distance: relativeDistance(features.values, new[key]?.values ?? [])) }
            let worst = try #require(distances.max { $0.distance < $1.distance })
            #expect(worst.distance <= tolerance.features, "relative L2 distance \(worst.distance) of the features of \(worst.key)")
            #expect(new.mapValues(\.times) == old.mapValues(\.times))
        }
        if table.preservesResults(of: "assemble") {
            let exported = try again.tool.run("features", "export", "dataset.yaml", "--table", "--to", "again.npz", "--format", "npz")
            #expect(exported.code == 0, "\(exported.errors)")
            let old = try archiveMembers(workspace.path("table.npz")), new = try archiveMembers(again.path("again.npz"))
            for name in ["audio.npy", "visual.npy"] {
                let distance = relativeDistance(npyValues(old[name] ?? []), npyValues(new[name] ?? []))
                #expect(old[name] != nil && distance <= tolerance.table, "\(name) of the table: relative L2 distance \(distance)")
            }
        }
        guard table.preservesResults(of: "evaluate") else { return }
        for run in ReleasedWorkspace.runs {
            func differences(_ file: String, within tolerance: Double) throws -> [String] {
                let path = "workspace/runs/\(run)/\(file)"
                let old = try JSONTree(path: workspace.path(path)), new = try JSONTree(path: again.path(path))
                // Fingerprints follow the bits of the features.
                return old.omitting(["fingerprints"]).differences(from: new, within: tolerance)
            }
            let metrics = try differences("metrics.json", within: tolerance.metric)
            #expect(metrics.isEmpty, "\(metrics.count) metrics of \(run) differ from those of b283a79: \(metrics.prefix(3))")
            let rankings = try differences("rankings.json", within: tolerance.score)
            #expect(rankings.isEmpty, "\(rankings.count) scores or ranks of \(run) differ from those of b283a79: \(rankings.prefix(3))")
        }
    }

    @Test(arguments: [
        ("features.npz", ["workspace", "--format", "npz", "--pooled"]),
        ("table.npz", ["dataset.yaml", "--format", "npz", "--table"]),
        ("segments", ["workspace", "--format", "webdataset", "--segments", "--align", "trim"]),
    ]) func exportsHoldTheSameBytes(name: String, arguments: [String]) throws {
        try FileManager.default.createDirectory(atPath: workspace.path("again"), withIntermediateDirectories: true)
        let exported = try workspace.tool.run(["features", "export"] + arguments + ["--to", "again/\(name)"])
        #expect(exported.code == 0, "\(exported.errors)")
        let shards = name == "segments" ? ["train", "validation", "test"].map { "segments/\($0)-00000.tar" } : [name]
        for shard in shards {
            let old = try archiveMembers(workspace.path(shard)), new = try archiveMembers(workspace.path("again/\(shard)"))
            #expect(!old.isEmpty && old.keys == new.keys)
            // The description names the version of the program.
            for (member, bytes) in old where member != "description.npy" { #expect(new[member] == bytes, "\(member) of \(shard)") }
        }
    }
}
