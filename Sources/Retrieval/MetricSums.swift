/// Running sums of every metric over queries.
struct MetricSums: Sendable {
    let recallRanks: [Int]
    let curveRanks: [Int]
    var averagePrecision: [Double]   // by class
    var queries: [Int]               // by class
    var reciprocalRank = 0.0
    var recall: [Double]
    var precision: [Double]
    var instanceRecall: [Double]
    var elevenPoint = [Double](repeating: 0, count: 11)
    var curvePrecision: [Double]
    var curveRecall: [Double]

    init(classCount: Int, recallRanks: [Int], gallerySize: Int) {
        self.recallRanks = recallRanks
        curveRanks = precisionRecallRanks(gallerySize: gallerySize)
        averagePrecision = [Double](repeating: 0, count: classCount)
        queries = [Int](repeating: 0, count: classCount)
        recall = [Double](repeating: 0, count: recallRanks.count)
        precision = recall
        instanceRecall = recall
        curvePrecision = [Double](repeating: 0, count: curveRanks.count)
        curveRecall = curvePrecision
    }

    mutating func add(_ ranks: RelevantRanks, label: Int, instanceRank: Int?) {
        averagePrecision[label] += ranks.averagePrecision
        queries[label] += 1
        reciprocalRank += ranks.reciprocalRank
        for (index, k) in recallRanks.enumerated() {
            recall[index] += ranks.recall(at: k)
            precision[index] += ranks.precision(at: k)
            if let instanceRank, instanceRank <= k { instanceRecall[index] += 1 }
        }
        for (level, value) in ranks.elevenPointPrecision.enumerated() { elevenPoint[level] += value }
        for (index, rank) in curveRanks.enumerated() {
            let hits = Double(ranks.hits(within: rank))
            curvePrecision[index] += hits / Double(rank)
            if ranks.relevantCount > 0 { curveRecall[index] += hits / Double(ranks.relevantCount) }
        }
    }

    mutating func add(_ other: MetricSums) {
        averagePrecision.add(other.averagePrecision)
        for label in queries.indices { queries[label] += other.queries[label] }
        reciprocalRank += other.reciprocalRank
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
