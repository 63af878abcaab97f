import Clips
import Features
import Files
import Foundation
import Reports
import Retrieval
import Settings
@testable import Stages
import Tensors
import Testing

/// `metrics.json` as commit dbdd0a1 wrote it, before metrics were a list: the same keys with the same values, bit by bit.
///
/// `Tests/References/metrics_file.sh` made the files.
@Suite struct MetricsFileTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/metrics").path

    static let cases = [
        ("plain", "{recall_at: [1, 3, 10]}"),
        ("inverted-softmax", "{recall_at: [1, 3, 10], rescore: inverted-softmax, proxies: train}"),
        ("k-reciprocal", "{recall_at: [1, 3, 10], rerank: k-reciprocal, score: posterior}"),
    ]

    private func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: "\(Self.golden)/\(name).json"))) }

    private func file(_ name: String) throws -> MetricsFile {
        try readJSON("\(Self.golden)/\(name).json", as: MetricsFile.self, from: .evaluate)
    }

    private func settings(_ evaluate: String) throws -> EvaluateSettings {
        let yaml = "name: n\nworkspace: w\nfeatures: f.h5\nevaluate: \(evaluate)\n"
        return try PipelineSettings(SettingsFile(text: yaml, named: "p.yaml").root).evaluate
    }

    /// The file that the evaluate stage writes for the golden table and model.
    private func computed(_ name: String, _ evaluate: String) throws -> MetricsFile {
        let old = try file(name), settings = try settings(evaluate)
        let table = try readTable("\(Self.golden)/table.safetensors"), rows = table.rows(of: .test)
        let spaces = try EmbeddingSpaces(model: "\(Self.golden)/model.safetensors", averagedWith: [], table: table, rows: rows)
        let (variants, chosen) = try settings.variants(of: spaces)
        let results = try variants.map { try settings.result(of: $0, rows.map { table.labels[$0] }, table.classNames) }
        return MetricsFile(
            score: settings.score, chosen: results[chosen], warnings: variants[chosen].warnings, scores: results, table: table,
            queries: rows.count, shuffledLabels: false, fingerprints: old.fingerprints, settings: old.settings)
    }

    /// Where `new` lacks a value of `old` or has another one.
    private func differences(_ old: Any, _ new: Any?, at path: String = "") -> [String] {
        if let old = old as? [String: Any] {
            let new = new as? [String: Any] ?? [:]
            return old.keys.sorted().flatMap { differences(old[$0] ?? "", new[$0], at: "\(path).\($0)") }
        }
        return (old as? NSObject)?.isEqual(new) == true ? [] : ["\(path): \(old), now \(new ?? "missing")"]
    }

    @Test(arguments: cases) func keysAndValuesAreThoseOfBefore(name: String, evaluate: String) throws {
        func tree(_ bytes: [UInt8]) throws -> Any { try JSONSerialization.jsonObject(with: Data(bytes)) }
        let new = try json(try computed(name, evaluate))
        #expect(differences(try tree(try bytes(name)), try tree(new)).prefix(5) == [])
    }

    /// A file of an older version lacks the metrics that were added later: it is read, and written as it was.
    @Test(arguments: cases) func aFileOfAnOlderVersionIsRead(name: String, evaluate: String) throws {
        let file = try file(name)
        #expect(try json(file) == bytes(name), "the file changes where it is read and written")
        #expect(file.metrics.map == file.score(named: file.scoredBy)?.metrics.map && file.scores.map(\.name) == file.scoreOrder)
        #expect(ReportPage.html(content(file.reportSection())).contains(String(format: "%.3f", file.metrics.map.mean)))
    }

    @Test func aMetricThatIsNoneIsDamage() throws {
        let text = String(decoding: try bytes("plain"), as: UTF8.self)
        let damaged = text.replacing("\"queries\" : 45", with: "\"queries\" : 45, \"other\" : 3")
        #expect(damaged != text)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(MetricsFile.self, from: Data(damaged.utf8)) }
    }

    /// One entry more in the list of metrics, and everything that stores or prints metrics has it.
    @Test func aMetricOfTheListIsStoredAndPrintedEverywhere() throws {
        let toy = RetrievalMetric(name: "toy_at", title: "toy", note: "Toy@K = K over 8.", formula: .meanAtCutoffs { Double($1) / 8 })
        let registry = RetrievalMetric.registry + [toy]
        let labels = [0, 1], old = try file("plain"), table = try readTable("\(Self.golden)/table.safetensors")
        let scores = try SimilarityScores(queries: Matrix([[1, 0], [0, 1]]), gallery: Matrix([[1, 0], [0, 1]]), similarity: .cosine)
        let metrics = try evaluate(scores, queryLabels: labels, galleryLabels: labels, classCount: 2, recallAt: [1, 5], metrics: registry)
        let result = ScoredResult(name: "cosine", metrics: Directions(audioToVisual: metrics, visualToAudio: metrics))
        let written = try json(MetricsFile(
            score: .cosine, chosen: result, warnings: [], scores: [result], table: table, queries: 2, shuffledLabels: false,
            fingerprints: old.fingerprints, settings: old.settings))
        let file = try JSONDecoder().decode(MetricsFile.self, from: Data(written))
        #expect(file.metrics.visualToAudio.atCutoffs(toy) == [1: 0.125, 5: 0.625])
        #expect(file.score(named: "cosine")?.metrics.audioToVisual.atCutoffs(toy) == [1: 0.125, 5: 0.625])
        let page = ReportPage.html(content(file.reportSection(metrics: registry)))
        #expect(page.contains("toy@5") && page.contains("Toy@K = K over 8.") && page.contains("0.625"))
        #expect(file.summary(part: .test, metrics: registry).contains { $0.contains("toy@1 0.125  toy@5 0.625") })
        let run = ExperimentResults.Run(seed: 0, fold: nil, run: "r", map: ["cosine": file.metrics.map], metrics: file.metrics)
        let results = ExperimentResults(
            experiment: "e", cases: 1, finished: 1, comparedScore: "chosen", comparedDirection: .average,
            variants: [ExperimentResults.Variant(name: "v", settings: [], control: nil, score: "cosine", chance: nil, scores: [:], runs: [run])],
            failures: [], synthesizedWeights: false, shuffledLabels: false, warnings: [])
        let last = try #require(ResultTable.all(results, metrics: registry).last)
        #expect(last.columns.suffix(2) == ["toy@1", "toy@5"] && last.rows == [["v"] + last.rows[0].dropFirst().dropLast(2) + ["0.125", "0.625"]])
        #expect(ResultTable.all(results).last?.columns.contains("toy@1") == false)
    }

    private func content(_ section: RetrievalSection) -> ReportContent {
        ReportContent(title: "t", pipeline: "p", created: "c", version: "v", retrieval: section)
    }
}
