@testable import Retrieval
import Settings
import Tensors
import Testing

/// A metric and a rescoring that only these tests have: each is one declaration and one entry of a list.
@Suite struct ToyEntriesTests {
    private static let found = RetrievalMetric(name: "found", title: "found", formula: .mean { $0.hits(within: 2) > 0 ? 1 : 0 })
    private static let foundAt = RetrievalMetric(name: "found_at", title: "found", formula: .meanAtCutoffs { Double($0.hits(within: $1)) })

    /// `rescore: reversed`: the worst item first.
    private struct Reversed: Rescoring {
        static let name = "reversed"
        static let key = RescoringKey.rescore
        let strength: Int

        init(from evaluate: Section) throws(SettingsError) {
            let section = try evaluate.ofRescoring(Self.name)
            strength = try section.integer("strength", default: 3, in: 1...9)
            try section.finish()
        }

        var label: String { "reversed by \(strength)" }
        let isTransductive = true
        let warnings = ["the order is reversed"]

        func scores(of pair: ScoringPair) throws(RetrievalError) -> any PairScores {
            try pair.similarities(of: Matrix(
                rows: pair.queries.test.values.rows, columns: pair.queries.test.values.columns, values: pair.queries.test.values.values.map { -$0 }))
        }
    }

    private func read(_ yaml: String) throws -> (chosen: [any Rescoring], resolved: String) {
        let root = try SettingsFile(text: "evaluate: \(yaml)\n", named: "p.yaml").root
        let section = try root.section("evaluate")
        let chosen = try RescoringRegistry.read(from: section, among: RescoringRegistry.all.entries + [Reversed.self])
        try section.finish()
        return (chosen, root.resolved.yaml())
    }

    @Test func aMetricOfTheListIsComputed() throws {
        let side = Matrix([[1, 0], [0.9, 0.1], [0, 1]])
        let result = try evaluate(
            queries: side, gallery: side, queryLabels: [0, 1, 1], galleryLabels: [0, 1, 1], classCount: 2, recallAt: [1, 3],
            metrics: RetrievalMetric.registry + [Self.found, Self.foundAt])
        #expect(result.number(Self.found) == 1 && result.perQuery["found"] == [1, 1, 1])
        #expect(result.atCutoffs(Self.foundAt) == [1: 1, 3: 5.0 / 3])
        #expect(result.number(.map) == result.map && result.values.count == RetrievalMetric.registry.count + 2)
        let few = try evaluate(
            queries: side, gallery: side, queryLabels: [0, 1, 1], galleryLabels: [0, 1, 1], classCount: 2, metrics: [.macroMAP])
        #expect(Array(few.values.keys) == ["macro_map"] && few.number(.macroMAP) == result.number(.macroMAP))
    }

    @Test func aRescoringOfTheListCanBeChosen() throws {
        let (chosen, resolved) = try read("{rescore: reversed, reversed: {strength: 5}}")
        #expect(chosen.map(\.label) == ["reversed by 5"] && resolved.contains("strength: 5"))
        let rows = ModalityRows(test: bank([[1, 0], [0, 1]]), training: bank([[1, 1]]))
        let space = ScoringSpace(name: "cosine", similarity: .cosine, audio: rows, visual: rows)
        let variant = try space.variant(chosen)
        #expect(variant.name == "cosine, reversed by 5 (transductive)" && variant.isTransductive)
        #expect(variant.warnings.count == 2 && variant.warnings[1] == "the order is reversed")
        func map(_ variant: ScoringVariant) throws -> Double {
            try evaluate(variant.scores.audioToVisual, queryLabels: [0, 1], galleryLabels: [0, 1], classCount: 2).map
        }
        #expect(try map(space.variant([])) == 1 && map(variant) == 0.5)
        let both = #expect(throws: SettingsError.self) { try read("{rescore: reversed, rerank: diffusion}") }
        #expect(both?.description.contains("beside 'rescore: reversed'") == true)
    }

    /// Settings of a rescoring that is not chosen must not enter the fingerprints of older runs.
    @Test func aLaterRescoringLeavesOtherRunsAsTheyWere() throws {
        let plain = try read("{}").resolved
        #expect(!plain.contains("reversed") && plain.contains("csls") && plain.contains("k_reciprocal") && plain.contains("diffusion"))
    }

    @Test func everyMetricHasAKeyAndATitleOfItsOwn() {
        let metrics = RetrievalMetric.registry
        #expect(metrics.prefix(2).map(\.name) == ["map", "tie_aware_map"])
        #expect(Set(metrics.map(\.title)).count == metrics.count)
        for metric in metrics {
            #expect(metric.name.allSatisfy { $0.isLowercase || $0 == "_" }, "\(metric.name)")
            #expect(metric.note.isEmpty || metric.note.hasSuffix("."), "\(metric.name)")
        }
    }

    private func bank(_ rows: [[Float]]) -> NeighbourBank { NeighbourBank(keys: Matrix(rows), values: Matrix(rows)) }
}
