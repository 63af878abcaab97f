import Foundation
import Retrieval

/// `results.json` of an experiment: what every case gave, and what follows from it.
struct ExperimentResults: Codable, Sendable {
    /// One case that was run to its end.
    struct Run: Codable, Sendable {
        let seed: Int
        let fold: Int?
        /// Name of the run, a folder under `runs`.
        let run: String
        /// By score.
        let map: [String: Directions<Double>]
        /// By the score the case is set to use; nil where the results were read from a file, which does not have them.
        var metrics: Directions<RetrievalMetrics>?

        enum CodingKeys: String, CodingKey { case seed, fold, run, map }
    }

    /// What a score gives over all finished seeds and folds of a variant.
    struct Score: Codable, Sendable {
        let audioToVisual: Spread
        let visualToAudio: Spread
        let average: Spread
        /// To the variant's control on the same seeds and folds; nil for a control.
        let difference: Difference?

        enum CodingKeys: String, CodingKey {
            case average, difference
            case audioToVisual = "audio_to_visual"
            case visualToAudio = "visual_to_audio"
        }
    }

    /// Variant minus control, case by case; its standard error is that of the mean.
    struct Difference: Codable, Sendable {
        let audioToVisual: Spread
        let visualToAudio: Spread
        let average: Spread
        /// Of the average, over the queries; nil where the cases do not have the same ones, or while cases are still to run.
        let bootstrap: QueryBootstrap?

        enum CodingKeys: String, CodingKey {
            case average, bootstrap
            case audioToVisual = "audio_to_visual"
            case visualToAudio = "visual_to_audio"
        }
    }

    struct Variant: Codable, Sendable {
        let name: String
        let settings: [String]
        let control: String?
        /// Name of the score its cases are set to use.
        let score: String?
        /// Mean over the cases of what a random ranking gets.
        let chance: Directions<Double>?
        /// By name; `chosen` is the one the variant is set to use.
        let scores: [String: Score]
        let runs: [Run]
    }

    struct Failure: Codable, Sendable {
        let variant: String
        let seed: Int
        let fold: Int?
        let reason: String
    }

    let experiment: String
    let cases: Int
    let finished: Int
    let comparedScore: String
    let comparedDirection: ExperimentComparison.Direction
    let variants: [Variant]
    let failures: [Failure]
    let synthesizedWeights: Bool
    let shuffledLabels: Bool
    let warnings: [String]

    enum CodingKeys: String, CodingKey {
        case experiment, cases, finished, variants, failures, warnings
        case comparedScore = "compared_score"
        case comparedDirection = "compared_direction"
        case synthesizedWeights = "synthesized_weights"
        case shuffledLabels = "shuffled_labels"
    }
}

extension ExperimentResults {
    /// What a reader must know before believing a number.
    var notices: [String] {
        var notices: [String] = []
        if finished < cases { notices.append("\(finished) of \(cases) cases are finished; \(failures.count) failed.") }
        let single = variants.filter { $0.runs.count == 1 }.map(\.name)
        if !single.isEmpty {
            notices.append("n = 1 for \(single.joined(separator: ", ")): two single runs prove nothing; give the experiment more seeds.")
        }
        if synthesizedWeights { notices.append("Features are from synthesized (random) weights: these figures show that the pipeline works, no more.") }
        if shuffledLabels { notices.append("Some variants were trained on shuffled labels: they are controls.") }
        notices += warnings.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
        notices += failures.map { "Failed: \($0.variant), \(ExperimentRepetition.label(seed: $0.seed, fold: $0.fold)): \($0.reason)" }
        return notices
    }

    /// Names of all scores, the compared one first; `chosen` stands for the one score where all variants have the same.
    var scoreNames: [String] {
        let named = Set(variants.flatMap(\.scores.keys)).subtracting([ExperimentComparison.chosen]).sorted()
        let used = Set(variants.compactMap(\.score))
        guard comparedScore == ExperimentComparison.chosen else { return [comparedScore] + named.filter { $0 != comparedScore } }
        guard let only = used.first, used.count == 1 else { return [ExperimentComparison.chosen] + named }
        return [only] + named.filter { $0 != only }
    }
}
