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

    /// The MAP by a score's name, or by the one the case is set to use.
    func map(by score: String) -> DirectedMAP? { map[score == ExperimentComparison.chosen ? chosen : score] }
}

extension CaseFigures {
    private struct File: Decodable {
        struct Score: Decodable {
            let map: DirectedMAP
        }

        let score: String
        let chance: DirectedMAP
        let scores: [String: Score]
        let queries: Int
        let isSynthesized: Bool
        let hasShuffledLabels: Bool

        enum CodingKeys: String, CodingKey {
            case score, chance, scores, queries
            case isSynthesized = "synthesized_weights"
            case hasShuffledLabels = "shuffled_labels"
        }
    }

    /// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
    init(metrics path: String) throws(StageError) {
        let file = try readJSON(path, as: File.self, from: .evaluate)
        chosen = file.score
        map = file.scores.mapValues(\.map)
        chance = file.chance
        queries = file.queries
        isSynthesized = file.isSynthesized
        hasShuffledLabels = file.hasShuffledLabels
    }
}
