import Features
import Foundation
import Testing
import Workflow

@testable import Stages

/// Looking at a pipeline makes nothing.
@Suite struct LookingTests {
    private let scratch = Scratch()

    private func yaml(_ origin: String) -> String {
        "name: looked/at\nworkspace: \(scratch.file("w"))\n\(origin)\nextract: {audio: {weights: {synthesize: 1}}, visual: {weights: {synthesize: 1}}}\n"
    }

    private func dataset() throws -> String {
        try FileManager.default.createDirectory(atPath: scratch.file("clips/dog"), withIntermediateDirectories: true)
        _ = try scratch.write("not media", to: "clips/dog/a.mp4")
        return "dataset: {layout: folder, sources: [\(scratch.file("clips"))], split: {ratio: [0.8, 0, 0.2]}}\ndecode: {persist: true}"
    }

    /// Names, sizes and times of everything below a folder.
    private func listing(_ folder: String) throws -> [String] {
        try (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted().map { name in
            let facts = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            return "\(name) \(facts[.size] ?? 0) \((facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)"
        }
    }

    @Test func theWorkspaceThatIsLookedAtIsNotMade() throws {
        let settings = try PipelineSettings(path: try scratch.write(yaml(try dataset()), to: "p.yaml"))
        let plan = try Pipeline(reading: settings, path: "p.yaml").plan(StageSelection())
        #expect(plan.map(\.stage) == ["ingest", "extract", "assemble", "train", "evaluate", "report"])
        guard case .run? = plan.first?.decision else { Issue.record("\(plan)"); return }
        let status = try Pipeline(reading: settings, path: "p.yaml").status()
        #expect(status.samples == 0 && status.stages.allSatisfy { $0.state == "stale" })
        #expect(!FileManager.default.fileExists(atPath: scratch.file("w")))
    }

    @Test func aWorkspaceIsAsItWasAfterALook() throws {
        let run = try PipelineRun(scratch, yaml("features: \(try FeatureFile().write(to: scratch))\nuntil: assemble"))
        try run.run()
        let before = try listing(scratch.file("w"))
        let pipeline = try Pipeline(reading: try PipelineSettings(path: run.file), path: run.file)
        #expect(try pipeline.status().stages.map(\.state) == ["up to date"])
        #expect(try pipeline.plan(StageSelection()).count == 1)
        #expect(try listing(scratch.file("w")) == before)
    }
}
