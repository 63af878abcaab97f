import Foundation
import Retrieval

/// `metrics.json`. The chosen score's figures stand at the top, those of every score under `scores`.
struct MetricsFile: Codable {
    let score: EvaluateSettings.Score
    let map: Directions<Double>
    let macroMap: Directions<Double>
    let chance: Directions<Double>
    let mrr: Directions<Double>
    /// By K.
    let recall: Directions<[String: Double]>
    let precision: Directions<[String: Double]>
    let instanceRecall: Directions<[String: Double]>
    /// By class name.
    let mapPerClass: Directions<[String: Double]>
    let scores: [String: ScoreFigures]
    let classNames: [String]
    let queries: Int
    let gallery: Int
    let synthesizedWeights: Bool
    let shuffledLabels: Bool
    let fingerprints: [String: String]
    let settings: [String: String]

    enum CodingKeys: String, CodingKey {
        case score, map, chance, mrr, recall, precision, scores, queries, gallery, fingerprints, settings
        case macroMap = "macro_map"
        case instanceRecall = "instance_recall"
        case mapPerClass = "map_per_class"
        case classNames = "class_names"
        case synthesizedWeights = "synthesized_weights"
        case shuffledLabels = "shuffled_labels"
    }
}

/// A figure in both directions, and where it makes sense their mean.
struct Directions<Value: Codable & Sendable>: Codable, Sendable {
    let audioToVisual: Value
    let visualToAudio: Value
    var average: Value?

    enum CodingKeys: String, CodingKey {
        case audioToVisual = "audio_to_visual"
        case visualToAudio = "visual_to_audio"
        case average
    }
}

extension Directions where Value == Double {
    init(_ audioToVisual: Double, _ visualToAudio: Double) {
        self.init(audioToVisual: audioToVisual, visualToAudio: visualToAudio, average: (audioToVisual + visualToAudio) / 2)
    }
}

/// All figures of one way of scoring.
struct ScoreFigures: Codable, Sendable {
    let map: Directions<Double>
    let macroMap: Directions<Double>
    let chance: Directions<Double>
    let mrr: Directions<Double>
    let recall: Directions<[String: Double]>
    let precision: Directions<[String: Double]>
    let instanceRecall: Directions<[String: Double]>
    let mapPerClass: Directions<[String: Double]>
    /// Interpolated precision at recall 0, 0.1, ..., 1.
    let elevenPoint: Directions<[Double]>
    /// Rank, precision, recall.
    let precisionRecall: Directions<[[Double]]>

    enum CodingKeys: String, CodingKey {
        case map, chance, mrr, recall, precision
        case macroMap = "macro_map"
        case instanceRecall = "instance_recall"
        case mapPerClass = "map_per_class"
        case elevenPoint = "eleven_point"
        case precisionRecall = "precision_recall"
    }

    init(audioToVisual a: RetrievalMetrics, visualToAudio v: RetrievalMetrics, classNames: [String]) {
        func both<Value>(_ figure: (RetrievalMetrics) -> Value) -> Directions<Value> {
            Directions(audioToVisual: figure(a), visualToAudio: figure(v))
        }
        map = Directions(a.map, v.map)
        macroMap = Directions(a.macroMap, v.macroMap)
        chance = Directions(a.chance, v.chance)
        mrr = Directions(a.reciprocalRank, v.reciprocalRank)
        recall = both { byRank($0.recall) }
        precision = both { byRank($0.precision) }
        instanceRecall = both { byRank($0.instanceRecall) }
        mapPerClass = both { metrics in
            Dictionary(metrics.mapPerClass.map { (classNames[$0.key], $0.value) }, uniquingKeysWith: { first, _ in first })
        }
        elevenPoint = both(\.elevenPoint)
        precisionRecall = both { $0.precisionRecall.map { [Double($0.rank), $0.precision, $0.recall] } }
    }
}

private func byRank(_ values: [Int: Double]) -> [String: Double] {
    Dictionary(values.map { (String($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
}

/// `rankings.json`: for every test query the first items of the other modality's gallery, by the chosen score.
struct RankingsFile: Codable {
    struct Hit: Codable {
        let id: String
        let score: Double
    }

    struct Query: Codable {
        let id: String
        let hits: [Hit]
    }

    let audioToVisual: [Query]
    let visualToAudio: [Query]

    enum CodingKeys: String, CodingKey {
        case audioToVisual = "audio_to_visual"
        case visualToAudio = "visual_to_audio"
    }
}

/// Reads one of a run's JSON files.
///
/// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
func readJSON<Value: Decodable>(_ path: String, as type: Value.Type, from stage: StageName) throws(StageError) -> Value {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { throw .inputMissing(path: path, stage: stage.rawValue) }
    do {
        return try JSONDecoder().decode(type, from: data)
    } catch {
        throw .inputDamaged(path: path, detail: "not what the '\(stage.rawValue)' stage writes", stage: stage.rawValue)
    }
}
