import Foundation
import Retrieval

extension Directions<Double> {
    subscript(direction: ExperimentComparison.Direction) -> Double {
        switch direction {
        case .average: mean
        case .audioToVisual: audioToVisual
        case .visualToAudio: visualToAudio
        }
    }
}

/// What an experiment reads from a case's `metrics.json`.
struct CaseFigures: Sendable, Hashable {
    /// Name of the score the case is set to use.
    let chosen: String
    /// By score.
    let map: [String: Directions<Double>]
    /// Of the score the case is set to use.
    let metrics: Directions<RetrievalMetrics>
    let queries: Int
    let isSynthesized: Bool
    let hasShuffledLabels: Bool
    /// What a reader must know about the chosen score, such as that it is transductive.
    let warnings: [String]

    var chance: Directions<Double> { metrics.chance }

    /// The MAP by a score's name, or by the one the case is set to use.
    func map(by score: String) -> Directions<Double>? { map[name(of: score)] }

    /// A score's own name, also where it is the chosen one.
    func name(of score: String) -> String { score == ExperimentComparison.chosen ? chosen : score }

    /// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
    init(metrics path: String) throws(StageError) {
        let file = try readJSON(path, as: MetricsFile.self, from: .evaluate)
        chosen = file.scoredBy
        warnings = file.warnings
        map = Dictionary(file.scores.map { ($0.name, $0.metrics.map) }, uniquingKeysWith: { first, _ in first })
        metrics = file.metrics
        queries = file.queries
        isSynthesized = file.synthesizedWeights
        hasShuffledLabels = file.shuffledLabels
    }
}
