import ArrayFiles
import Clips
import Features
import Foundation
import Retrieval
@testable import Stages
import Tensors
import Testing
import Workflow

/// Evaluation of a model trained on a small table, with and without retrieval-time options.
@Suite(.serialized) struct EvaluateStageTests {
    private static let shared = Result { try Fixture() }

    struct Fixture: Sendable {
        let scratch = Scratch()
        let run: PipelineRun

        init() throws {
            var generator = SeededGenerator(seed: 6)
            let classes = 4, width = 8, items = 160
            let centres = (0..<(classes * width)).map { _ in Float(generator.normal()) }
            let labels = (0..<items).map { $0 % classes }
            var view: Matrix {
                let values = (0..<(items * width)).map { centres[labels[$0 / width] * width + $0 % width] + 1.5 * Float(generator.normal()) }
                return Matrix(rows: items, columns: width, values: values)
            }
            let table = FeatureTable(
                audio: view, visual: view, labels: labels, splits: (0..<items).map { $0 < 100 ? .train : $0 < 120 ? .validation : .test },
                ids: (0..<items).map { "clip \($0)" }, classNames: (0..<classes).map { "class \($0)" }, isSynthesized: false)
            let features = scratch.file("table.safetensors")
            try Safetensors.write(table.dictionary, to: features)
            run = try PipelineRun(scratch, """
                name: plain
                workspace: \(scratch.file("workspace"))
                features: \(features)
                assemble: {visual: {post: none}}
                train: {epochs: 3, batch: 40, hidden: 16}
                """)
            try run.run()
        }

        func metrics(_ overrides: [String] = []) throws -> MetricsFile {
            try readJSON(run.pipeline(overrides).workspace.metrics, as: MetricsFile.self, from: .evaluate)
        }

        func precisions(_ overrides: [String] = []) throws -> AveragePrecisionFile {
            try readJSON(run.pipeline(overrides).workspace.averagePrecision, as: AveragePrecisionFile.self, from: .evaluate)
        }
    }

    let fixture: Fixture

    init() throws { fixture = try Self.shared.get() }

    @Test func bothScoresStandSideBySide() throws {
        let metrics = try fixture.metrics()
        #expect(metrics.scoreOrder == ["cosine", "posterior"] && metrics.scoredBy == "cosine")
        #expect(metrics.metrics.map == metrics.score(named: "cosine")?.metrics.map)
        #expect(metrics.warnings.isEmpty && metrics.scores.allSatisfy { !$0.isTransductive })
        #expect(metrics.queries == 40)
        let posterior = try #require(metrics.score(named: "posterior")).metrics.audioToVisual
        #expect(posterior.queriesPerClass.values.reduce(0, +) == 40 && posterior.atCutoffs(.instanceRecall).count == 3)
    }

    @Test func everyQuerysPrecisionIsKept() throws {
        let file = try fixture.precisions(), metrics = try fixture.metrics()
        #expect(file.ids == (120..<160).map { "clip \($0)" } && file.chosen == "cosine")
        for (name, lists) in file.scores {
            let map = try #require(metrics.score(named: name)).metrics.map
            #expect(abs(lists.audioToVisual.reduce(0, +) / 40 - map.audioToVisual) < 1e-12)
            #expect(abs(lists.visualToAudio.reduce(0, +) / 40 - map.visualToAudio) < 1e-12)
        }
        let difference = try pairedBootstrap(
            a: try #require(file.byQuery("cosine")), b: try #require(file.byQuery("posterior")), resamples: 200)
        let expected = (metrics.score(named: "posterior")?.metrics.map.mean ?? 0) - (metrics.score(named: "cosine")?.metrics.map.mean ?? 0)
        #expect(abs(difference.mean - expected) < 1e-12)
    }

    @Test(arguments: [
        (["evaluate.proxies=train"], "cosine, training proxies k=10", false),
        (["evaluate.proxies=gallery", "evaluate.proxy_neighbours=3"], "cosine, gallery proxies k=3 (transductive)", true),
        (["evaluate.rescore=csls"], "cosine, CSLS k=10 (transductive)", true),
        (["evaluate.rescore=inverted-softmax", "evaluate.proxies=train"], "cosine, training proxies k=10, inverted softmax (transductive)", true),
        (["evaluate.rerank=k-reciprocal", "evaluate.score=posterior"], "posterior, k-reciprocal k1=20 (transductive)", true),
        (["evaluate.rerank=diffusion"], "cosine, diffusion k=30 (transductive)", true),
    ]) func optionsAreAddedUnderTheirNames(options: [String], name: String, isTransductive: Bool) throws {
        let plain = try fixture.metrics()
        let recorder = try fixture.run.run(options)
        #expect(recorder.ran.keys.sorted() == ["evaluate", "report"])
        let metrics = try fixture.metrics(options)
        #expect(metrics.scoredBy == name && metrics.isTransductive == isTransductive && metrics.scores.count == 4)
        #expect(metrics.score(named: name)?.isTransductive == isTransductive)
        #expect(metrics.score(named: "cosine")?.metrics == plain.score(named: "cosine")?.metrics)
        #expect(try fixture.precisions(options).chosen == name)
        let page = try String(contentsOfFile: fixture.run.pipeline(options).workspace.report, encoding: .utf8)
        #expect(page.contains(name))
        #expect(try fixture.run.pipeline(options).resultSummary()?.contains(name) == true)
        #expect(metrics.warnings.contains { $0.contains("transductive") } == isTransductive)
        try fixture.run.run()
    }

    @Test func posteriorsOfSeveralModelsAreAveraged() throws {
        let own = try fixture.run.pipeline().workspace.model, copy = fixture.scratch.file("copy.safetensors")
        try FileManager.default.copyItem(atPath: own, toPath: copy)
        let options = ["evaluate.score=posterior", "evaluate.average_with=[\(copy)]"]
        try fixture.run.run(options)
        let metrics = try fixture.metrics(options)
        #expect(metrics.scoredBy == "posterior, mean of 2 models" && metrics.scoreOrder.contains("posterior"))
        #expect(metrics.metrics.map == metrics.score(named: "posterior")?.metrics.map)   // twice the same model
        var file = try Safetensors.read(copy)
        file = TensorDictionary(tensors: file.tensors, integers: file.integers, metadata: ["class_names": "[]"])
        try Safetensors.write(file, to: copy)
        #expect(throws: StageError.self) { try fixture.run.run(options) }
        try FileManager.default.removeItem(atPath: copy)
        let error = #expect(throws: StageError.self) { try fixture.run.run(options) }
        #expect(error?.description.contains("copy.safetensors: cannot be averaged") == true)
        try fixture.run.run()
    }
}
