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

/// Ranks the test part in both directions and writes the figures.
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
        let (ways, chosen) = try self.ways(TestSpaces(model: workspace.model, averagedWith: settings.averageWith, table: table, rows: rows))
        for warning in ways[chosen].warnings { context.events.emit(.notice("evaluate: \(warning)")) }
        let labels = rows.map { table.labels[$0] }, ids = rows.map { table.ids[$0] }
        let results = try ways.map { way in
            WayResult(
                way: way, audioToVisual: try evaluated(way.audioToVisual, labels, table),
                visualToAudio: try evaluated(way.visualToAudio, labels, table))
        }
        let metrics = try self.metrics(results[chosen], results, table, count: rows.count)
        try OutputFile.replace(workspace.rankings, with: try json(try rankings(ways[chosen], ids: ids)))
        try OutputFile.replace(
            workspace.averagePrecision,
            with: try json(AveragePrecisionFile(ids: ids, classes: labels.map { table.classNames[$0] }, chosen: ways[chosen].name, results)))
        try OutputFile.replace(workspace.metrics, with: try json(metrics))
        return summary(metrics) + (table.isSynthesized ? "; features are from synthesized (random) weights" : "")
    }

    /// The plain scores always, side by side; then those with options. The chosen one stands for the run.
    private func ways(_ spaces: TestSpaces) throws -> (all: [ScoredDirections], chosen: Int) {
        let options = RetrievalOptions(settings: settings.options)
        guard let wanted = settings.score == .cosine ? spaces.cosine : spaces.meanPosterior ?? spaces.posterior else {
            throw MetricLearningError.noLabelProjection
        }
        let others = [spaces.cosine, spaces.posterior, spaces.meanPosterior].compactMap(\.self).filter { $0.name != wanted.name }
        let plain = try ([wanted] + others).map { try $0.plainDirections() }
        guard !options.areOff else { return (plain, 0) }
        let changed = try ([wanted] + others).map { try options.directions(of: $0) }
        return (plain + changed, plain.count)
    }

    private func evaluated(_ scores: any PairScores, _ labels: [Int], _ table: FeatureTable) throws -> RetrievalMetrics {
        try Retrieval.evaluate(
            scores, queryLabels: labels, galleryLabels: labels, classCount: table.classNames.count, recallAt: settings.recallAt)
    }

    private func rankings(_ way: ScoredDirections, ids: [String]) throws -> RankingsFile {
        func direction(_ scores: any PairScores) throws -> [RankingsFile.Query] {
            zip(ids, try nearest(scores, count: Self.kept)).map { id, hits in
                RankingsFile.Query(id: id, hits: hits.map { RankingsFile.Hit(id: ids[$0.index], score: $0.score) })
            }
        }
        return RankingsFile(audioToVisual: try direction(way.audioToVisual), visualToAudio: try direction(way.visualToAudio))
    }

    /// Figures of the part that epochs and settings are chosen by are no result.
    private var partWarning: [String] { settings.part == .test ? [] : ["figures are of the validation part, to choose settings by"] }

    private func metrics(_ chosen: WayResult, _ results: [WayResult], _ table: FeatureTable, count: Int) throws -> MetricsFile {
        let training = try readJSON(workspace.training, as: TrainingOutcome.self, from: .train)
        let figures = results.map { (name: $0.way.name, figures: ScoreFigures($0, classNames: table.classNames)) }
        return MetricsFile(
            score: settings.score, scoredBy: chosen.way.name, warnings: chosen.way.warnings + partWarning, scores: figures,
            chosen: ScoreFigures(chosen, classNames: table.classNames), table: table, queries: count, shuffledLabels: training.shuffledLabels,
            fingerprints: ["assemble": try ledger.ingredient(of: .assemble).value, "train": try ledger.ingredient(of: .train).value],
            settings: ["evaluate": resolved])
    }

    private func summary(_ metrics: MetricsFile) -> String {
        String(
            format: "MAP by %@ on %d \(settings.part.rawValue) samples: audio to visual %.3f, visual to audio %.3f, average %.3f (chance %.3f)",
            metrics.scoredBy, metrics.queries, metrics.map.audioToVisual, metrics.map.visualToAudio,
            metrics.map.average ?? .nan, metrics.chance.average ?? .nan)
    }
}

/// What one way of scoring came to.
struct WayResult {
    let way: ScoredDirections
    let audioToVisual: RetrievalMetrics
    let visualToAudio: RetrievalMetrics
}
