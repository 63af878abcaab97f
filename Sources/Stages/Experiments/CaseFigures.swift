import Foundation

/// MAP in both directions.
struct DirectedMAP: Codable, Sendable, Hashable {
    let audioToVisual: Double
    let visualToAudio: Double
    let average: Double

    enum CodingKeys: String, CodingKey {
        case audioToVisual = "audio_to_visual"
        case visualToAudio = "visual_to_audio"
        case average
    }

    subscript(direction: ExperimentComparison.Direction) -> Double {
        switch direction {
        case .average: average
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
    let map: [String: DirectedMAP]
    let chance: DirectedMAP
    let queries: Int
    let isSynthesized: Bool
    let hasShuffledLabels: Bool
    /// What a reader must know about the chosen score, such as that it is transductive.
    let warnings: [String]

    /// The MAP by a score's name, or by the one the case is set to use.
    func map(by score: String) -> DirectedMAP? { map[name(of: score)] }

    /// A score's own name, also where it is the chosen one.
    func name(of score: String) -> String { score == ExperimentComparison.chosen ? chosen : score }
}

extension CaseFigures {
    private struct File: Decodable {
        struct Score: Decodable {
            let map: DirectedMAP
        }

        let chosen: String
        let chance: DirectedMAP
        let scores: [String: Score]
        let queries: Int
        let isSynthesized: Bool
        let hasShuffledLabels: Bool
        let warnings: [String]

        enum CodingKeys: String, CodingKey {
            case chance, scores, queries, warnings
            case chosen = "scored_by"
            case isSynthesized = "synthesized_weights"
            case hasShuffledLabels = "shuffled_labels"
        }
    }

    /// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
    init(metrics path: String) throws(StageError) {
        let file = try readJSON(path, as: File.self, from: .evaluate)
        chosen = file.chosen
        warnings = file.warnings
        map = file.scores.mapValues(\.map)
        chance = file.chance
        queries = file.queries
        isSynthesized = file.isSynthesized
        hasShuffledLabels = file.hasShuffledLabels
    }
}
