import Retrieval

/// All figures of one way of scoring.
struct ScoreFigures: Codable, Sendable {
    let isTransductive: Bool
    let map: Directions<Double>
    let tieAwareMap: Directions<Double>
    let mapAtR: Directions<Double>
    let macroMap: Directions<Double>
    let chance: Directions<Double>
    let mrr: Directions<Double>
    /// By K.
    let recall: Directions<[String: Double]>
    let precision: Directions<[String: Double]>
    let instanceRecall: Directions<[String: Double]>
    /// By class name.
    let mapPerClass: Directions<[String: Double]>
    let queriesPerClass: [String: Int]
    /// Interpolated precision at recall 0, 0.1, ..., 1.
    let elevenPoint: Directions<[Double]>
    /// Rank, precision, recall.
    let precisionRecall: Directions<[[Double]]>

    enum CodingKeys: String, CodingKey {
        case map, chance, mrr, recall, precision
        case isTransductive = "transductive"
        case tieAwareMap = "tie_aware_map"
        case mapAtR = "map_at_r"
        case macroMap = "macro_map"
        case instanceRecall = "instance_recall"
        case mapPerClass = "map_per_class"
        case queriesPerClass = "queries_per_class"
        case elevenPoint = "eleven_point"
        case precisionRecall = "precision_recall"
    }

    init(_ result: WayResult, classNames: [String]) {
        let a = result.audioToVisual, v = result.visualToAudio
        func mean(_ figure: (RetrievalMetrics) -> Double) -> Directions<Double> { Directions(figure(a), figure(v)) }
        func both<Value>(_ figure: (RetrievalMetrics) -> Value) -> Directions<Value> {
            Directions(audioToVisual: figure(a), visualToAudio: figure(v))
        }
        func byClass<Value>(_ values: [Int: Value]) -> [String: Value] {
            Dictionary(values.map { (classNames[$0.key], $0.value) }, uniquingKeysWith: { first, _ in first })
        }
        isTransductive = result.way.isTransductive
        map = mean(\.map)
        tieAwareMap = mean(\.tieAwareMap)
        mapAtR = mean(\.mapAtR)
        macroMap = mean(\.macroMap)
        chance = mean(\.chance)
        mrr = mean(\.reciprocalRank)
        recall = both { byRank($0.recall) }
        precision = both { byRank($0.precision) }
        instanceRecall = both { byRank($0.instanceRecall) }
        mapPerClass = both { byClass($0.mapPerClass) }
        queriesPerClass = byClass(a.queriesPerClass)
        elevenPoint = both(\.elevenPoint)
        precisionRecall = both { $0.precisionRecall.map { [Double($0.rank), $0.precision, $0.recall] } }
    }
}

private func byRank(_ values: [Int: Double]) -> [String: Double] {
    Dictionary(values.map { (String($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
}
