import Files
import Clips
import Foundation
import Kernels
import MetricLearning
import Retrieval
import TensorFiles
import Tensors
import Workflow

/// Ranks the test part in both directions and writes the figures.
struct EvaluateStage: Stage {
    let settings: EvaluateSettings
    let resolved: String
    let workspace: Workspace
    let ledger: CatalogueLedger

    let name = StageName.evaluate.rawValue
    var outputs: [String] { [workspace.metrics, workspace.rankings] }

    private static let version = "1"
    /// Hits a query that `rankings.json` keeps.
    private static let kept = 10

    func fingerprint() throws -> Fingerprint {
        Fingerprint([
            Ingredient("version", Self.version), try ledger.ingredient(of: .assemble), try ledger.ingredient(of: .train),
            Ingredient("evaluate", resolved),
        ])
    }

    /// Both modalities of the test part in the space a score compares them in.
    private struct Sides {
        let audio: Matrix
        let visual: Matrix
        let similarity: Similarity
    }

    func run(_ context: RunContext) throws -> String {
        BLASThreads.count = context.workers
        let table = try FeatureTable(path: workspace.table)
        let rows = table.rows(of: .test)
        guard !rows.isEmpty else {
            throw StageError.emptyPart(part: "test", detail: "there is nothing to evaluate; check 'dataset.split', or set 'until: train'")
        }
        let sides = try self.sides(table, rows)
        let labels = rows.map { table.labels[$0] }
        let figures = try sides.mapValues { sides in
            ScoreFigures(
                audioToVisual: try evaluated(sides.audio, sides.visual, labels, table, sides.similarity),
                visualToAudio: try evaluated(sides.visual, sides.audio, labels, table, sides.similarity), classNames: table.classNames)
        }
        guard let chosen = figures[settings.score], let side = sides[settings.score] else {
            throw MetricLearningError.noLabelProjection
        }
        try OutputFile.replace(workspace.rankings, with: try json(try rankings(side, ids: rows.map { table.ids[$0] })))
        try OutputFile.replace(workspace.metrics, with: try json(try metrics(chosen, figures, table, count: rows.count)))
        return summary(chosen, count: rows.count, table)
    }

    /// The posterior needs a label projection, which training without a label loss has not.
    private func sides(_ table: FeatureTable, _ rows: [Int]) throws -> [EvaluateSettings.Score: Sides] {
        guard FileManager.default.fileExists(atPath: workspace.model) else { throw StageError.inputMissing(path: workspace.model, stage: "train") }
        let model = try CrossModalModel(tensors: try Safetensors.read(workspace.model).tensors)
        let audio = table.audio.gathering(rows: rows), visual = table.visual.gathering(rows: rows)
        var sides: [EvaluateSettings.Score: Sides] = [:]
        sides[.cosine] = Sides(audio: try model.embed(audio: audio), visual: try model.embed(visual: visual), similarity: .cosine)
        if model.classCount != nil {
            sides[.posterior] = Sides(
                audio: try model.posterior(audio: audio), visual: try model.posterior(visual: visual), similarity: .innerProduct)
        }
        return sides
    }

    private func evaluated(
        _ queries: Matrix, _ gallery: Matrix, _ labels: [Int], _ table: FeatureTable, _ similarity: Similarity
    ) throws -> RetrievalMetrics {
        try Retrieval.evaluate(
            queries: queries, gallery: gallery, queryLabels: labels, galleryLabels: labels, classCount: table.classNames.count,
            recallAt: settings.recallAt, similarity: similarity)
    }

    private func rankings(_ sides: Sides, ids: [String]) throws -> RankingsFile {
        func direction(_ queries: Matrix, _ gallery: Matrix) throws -> [RankingsFile.Query] {
            let lists = try nearest(queries: queries, gallery: gallery, count: Self.kept, similarity: sides.similarity)
            return zip(ids, lists).map { id, hits in
                RankingsFile.Query(id: id, hits: hits.map { RankingsFile.Hit(id: ids[$0.index], score: $0.score) })
            }
        }
        return RankingsFile(
            audioToVisual: try direction(sides.audio, sides.visual), visualToAudio: try direction(sides.visual, sides.audio))
    }

    private func metrics(
        _ chosen: ScoreFigures, _ all: [EvaluateSettings.Score: ScoreFigures], _ table: FeatureTable, count: Int
    ) throws -> MetricsFile {
        let training = try readJSON(workspace.training, as: TrainingOutcome.self, from: .train)
        return MetricsFile(
            score: settings.score, map: chosen.map, macroMap: chosen.macroMap, chance: chosen.chance, mrr: chosen.mrr, recall: chosen.recall,
            precision: chosen.precision, instanceRecall: chosen.instanceRecall, mapPerClass: chosen.mapPerClass,
            scores: Dictionary(all.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first }),
            classNames: table.classNames, queries: count, gallery: count, synthesizedWeights: table.isSynthesized,
            shuffledLabels: training.shuffledLabels,
            fingerprints: ["assemble": try ledger.ingredient(of: .assemble).value, "train": try ledger.ingredient(of: .train).value],
            settings: ["evaluate": resolved])
    }

    private func summary(_ figures: ScoreFigures, count: Int, _ table: FeatureTable) -> String {
        String(
            format: "MAP by %@ on %d test samples: audio to visual %.3f, visual to audio %.3f, average %.3f (chance %.3f)",
            settings.score.rawValue, count, figures.map.audioToVisual, figures.map.visualToAudio, figures.map.average ?? .nan,
            figures.chance.average ?? .nan)
            + (table.isSynthesized ? "; features are from synthesized (random) weights" : "")
    }
}
