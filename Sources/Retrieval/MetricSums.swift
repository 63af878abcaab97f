/// Running sums over queries of the metrics that are lists of numbers.
struct MetricSums: Sendable {
    let recallRanks: [Int]
    let curveRanks: [Int]
    var recall: [Double]
    var precision: [Double]
    var instanceRecall: [Double]
    var elevenPoint = [Double](repeating: 0, count: 11)
    var curvePrecision: [Double]
    var curveRecall: [Double]

    init(recallRanks: [Int], gallerySize: Int) {
        self.recallRanks = recallRanks
        curveRanks = precisionRecallRanks(gallerySize: gallerySize)
        recall = [Double](repeating: 0, count: recallRanks.count)
        precision = recall
        instanceRecall = recall
        curvePrecision = [Double](repeating: 0, count: curveRanks.count)
        curveRecall = curvePrecision
    }

    mutating func add(_ ranks: RelevantRanks, instanceRank: Int?) {
        for (index, k) in recallRanks.enumerated() {
            recall[index] += ranks.recall(at: k)
            precision[index] += ranks.precision(at: k)
            if let instanceRank, instanceRank <= k { instanceRecall[index] += 1 }
        }
        for (level, value) in ranks.elevenPointPrecision.enumerated() { elevenPoint[level] += value }
        var hits = 0
        for (index, rank) in curveRanks.enumerated() {
            while hits < ranks.relevantCount, ranks.ranks[hits] <= rank { hits += 1 }
            curvePrecision[index] += Double(hits) / Double(rank)
            if ranks.relevantCount > 0 { curveRecall[index] += Double(hits) / Double(ranks.relevantCount) }
        }
    }

    mutating func add(_ other: MetricSums) {
        recall.add(other.recall)
        precision.add(other.precision)
        instanceRecall.add(other.instanceRecall)
        elevenPoint.add(other.elevenPoint)
        curvePrecision.add(other.curvePrecision)
        curveRecall.add(other.curveRecall)
    }
}

extension [Double] {
    fileprivate mutating func add(_ other: [Double]) {
        for index in indices { self[index] += other[index] }
    }
}
