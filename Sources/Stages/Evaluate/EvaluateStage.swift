import ArrayFiles
import Clips
import Digests
import Features
import Files
import Foundation
import Kernels
import MetricLearning
import Retrieval
import Tensors
import Workflow

/// Ranks the test part in both directions and writes the metrics.
struct EvaluateStage: Stage {
    let settings: EvaluateSettings
    let resolved: String
    let workspace: Workspace
    let ledger: CatalogueLedger

    let name = StageName.evaluate.rawValue
    var outputs: [String] { [workspace.metrics, workspace.rankings, workspace.averagePrecision] }

    private static let version = "2"
    /// Hits a query that `rankings.json` keeps.
    private static let kept = 10

    func fingerprint() throws -> Fingerprint {
        let others = try settings.averageWith.map { path in
            FileManager.default.fileExists(atPath: path) ? try SHA256.hex(ofFile: path) : "missing"
        }
        return Fingerprint([
            Ingredient("version", Self.version), try ledger.ingredient(of: .assemble), try ledger.ingredient(of: .train),
            Ingredient("evaluate", resolved), Ingredient("averaged models", others.joined(separator: " ")),
        ])
    }

    func run(_ context: RunContext) throws -> String {
        BLASThreads.count = context.workers
        let table = try readTable(workspace.table)
        let rows = table.rows(of: settings.part == .test ? .test : .validation)
        guard !rows.isEmpty else {
            throw StageError.emptyPart(part: settings.part.rawValue, detail: "there is nothing to evaluate; check 'dataset.split', or set 'until: train'")
        }
        let spaces = try EmbeddingSpaces(model: workspace.model, averagedWith: settings.averageWith, table: table, rows: rows)
        let (variants, chosen) = try settings.variants(of: spaces)
        for warning in variants[chosen].warnings { context.events.emit(.notice("evaluate: \(warning)")) }
        let labels = rows.map { table.labels[$0] }, ids = rows.map { table.ids[$0] }
        let results = try variants.map { try settings.result(of: $0, labels, table.classNames) }
        let metrics = try file(results, chosen, warnings: variants[chosen].warnings, table, count: rows.count)
        try OutputFile.replace(workspace.rankings, with: try json(try rankings(variants[chosen], ids: ids)))
        try OutputFile.replace(
            workspace.averagePrecision,
            with: try json(AveragePrecisionFile(ids: ids, classes: labels.map { table.classNames[$0] }, chosen: results[chosen].name, results)))
        try OutputFile.replace(workspace.metrics, with: try json(metrics))
        return summary(metrics) + (table.isSynthesized ? "; features are from synthesized (random) weights" : "")
    }

    private func rankings(_ variant: ScoringVariant, ids: [String]) throws -> RankingsFile {
        try variant.scores.map { (scores: any PairScores) throws(RetrievalError) in
            zip(ids, try nearest(scores, count: Self.kept)).map { id, hits in
                RankedQuery(id: id, hits: hits.map { RankedQuery.Hit(id: ids[$0.index], score: $0.score) })
            }
        }
    }

    /// Metrics of the part that epochs and settings are chosen by are no result.
    private var partWarning: [String] { settings.part == .test ? [] : ["figures are of the validation part, to choose settings by"] }

    private func file(_ results: [ScoredResult], _ chosen: Int, warnings: [String], _ table: FeatureTable, count: Int) throws -> MetricsFile {
        let training = try readJSON(workspace.training, as: TrainingOutcome.self, from: .train)
        return MetricsFile(
            score: settings.score, chosen: results[chosen], warnings: warnings + partWarning, scores: results, table: table, queries: count,
            shuffledLabels: training.shuffledLabels,
            fingerprints: ["assemble": try ledger.ingredient(of: .assemble).value, "train": try ledger.ingredient(of: .train).value],
            settings: ["evaluate": resolved])
    }

    private func summary(_ file: MetricsFile) -> String {
        let map = file.metrics.map, chance = file.metrics.chance
        return String(
            format: "MAP by %@ on %d \(settings.part.rawValue) samples: audio to visual %.3f, visual to audio %.3f, average %.3f (chance %.3f)",
            file.scoredBy, file.queries, map.audioToVisual, map.visualToAudio, map.mean, chance.mean)
    }
}

extension EvaluateSettings {
    /// The plain scores always, side by side; then those with rescorings. The chosen one is the run's own.
    func variants(of spaces: EmbeddingSpaces) throws -> (all: [ScoringVariant], chosen: Int) {
        guard let wanted = score == .cosine ? spaces.cosine : spaces.meanPosterior ?? spaces.posterior else {
            throw MetricLearningError.noLabelProjection
        }
        let all = [wanted] + [spaces.cosine, spaces.posterior, spaces.meanPosterior].compactMap(\.self).filter { $0.name != wanted.name }
        let plain = try all.map { try $0.variant([]) }
        guard !rescorings.isEmpty else { return (plain, 0) }
        return (plain + (try all.map { try $0.variant(rescorings) }), plain.count)
    }

    /// The metrics of one way of scoring items with these labels, which are queries and gallery.
    func result(of variant: ScoringVariant, _ labels: [Int], _ classNames: [String]) throws -> ScoredResult {
        ScoredResult(
            name: variant.name, isTransductive: variant.isTransductive,
            metrics: try variant.scores.map { (scores: any PairScores) throws(RetrievalError) in
                try Retrieval.evaluate(
                    scores, queryLabels: labels, galleryLabels: labels, classCount: classNames.count, recallAt: recallAt,
                    className: { classNames[$0] })
            })
    }
}
