import Dispatch
public import Tensors

/// Ranks the whole gallery for every query and scores the rankings.
///
/// The ranking is by descending similarity, in double precision; ties keep the gallery's order. A query's own paired
/// item stays in the gallery. Average precision is `(1/R) sum_r rel(r) hits(r) / r` over all ranks; a query whose class
/// has no gallery item counts with 0.
///
/// - Parameters:
///   - queries: `[queries, width]`.
///   - gallery: `[gallery, width]`.
///   - queryLabels: one a query, in `0..<classCount`; so are `galleryLabels`.
///   - recallAt: the K of recall, precision and instance recall; a K beyond the gallery takes all of it.
///   - pairing: whether row i of both sides is the same item, for instance recall.
/// - Throws: ``RetrievalError`` on sides that do not fit, labels out of range and values that are not finite.
/// - Complexity: O(Q N width) for the scores, O(Q N log R) for the ranks; memory for a few rows of scores a core.
public func evaluate(
    queries: Matrix, gallery: Matrix, queryLabels: [Int], galleryLabels: [Int], classCount: Int,
    recallAt: [Int] = [1, 5, 10], similarity: Similarity = .cosine, pairing: Pairing = .byRow
) throws(RetrievalError) -> RetrievalMetrics {
    try check(queries, labels: queryLabels, classCount: classCount, side: "queries")
    try check(gallery, labels: galleryLabels, classCount: classCount, side: "gallery")
    guard queries.columns == gallery.columns else { throw .widthMismatch(queries: queries.columns, gallery: gallery.columns) }
    if pairing == .byRow, queries.rows != gallery.rows { throw .unpaired(queries: queries.rows, gallery: gallery.rows) }
    if let bad = recallAt.first(where: { $0 < 1 }) { throw .badRank(bad) }

    let ranking = Ranking(
        table: ScoreTable(gallery: gallery, similarity: similarity), queries: queries, queryLabels: queryLabels,
        galleryLabels: galleryLabels, pairing: pairing)
    var sums = MetricSums(classCount: classCount, recallRanks: recallAt, gallerySize: gallery.rows)
    for part in ranking.sums(startingFrom: sums) { sums.add(part) }
    var relevant = [Int](repeating: 0, count: classCount)
    for label in galleryLabels { relevant[label] += 1 }
    return RetrievalMetrics(sums, relevant: relevant, gallery: gallery.rows, pairing: pairing)
}

private struct Ranking: Sendable {
    /// Queries whose sums are added up before they meet the others': fixed, so that results do not depend on the cores.
    static let chunk = 32

    let table: ScoreTable
    let queries: Matrix
    let queryLabels: [Int]
    let galleryLabels: [Int]
    let pairing: Pairing

    /// The sums of each chunk of queries, in order; chunks are spread over the cores.
    func sums(startingFrom zero: MetricSums) -> [MetricSums] {
        let count = (queries.rows + Self.chunk - 1) / Self.chunk
        return [MetricSums](unsafeUninitializedCapacity: count) { buffer, initialized in
            nonisolated(unsafe) let parts = buffer   // each iteration initialises its own element
            DispatchQueue.concurrentPerform(iterations: count) { index in
                (parts.baseAddress! + index).initialize(to: sums(ofChunk: index, startingFrom: zero))
            }
            initialized = count
        }
    }

    private func sums(ofChunk chunk: Int, startingFrom zero: MetricSums) -> MetricSums {
        var sums = zero
        let end = min((chunk + 1) * Self.chunk, queries.rows)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: ScoreTable.block * table.galleryCount) { scores in
            for first in stride(from: chunk * Self.chunk, to: end, by: ScoreTable.block) {
                let count = min(ScoreTable.block, end - first)
                table.fill(scores, queries: queries, first: first, count: count)
                for query in 0..<count {
                    let own = UnsafeBufferPointer(rebasing: scores[(query * table.galleryCount)..<((query + 1) * table.galleryCount)])
                    let row = first + query
                    sums.add(
                        RelevantRanks(scores: own, labels: galleryLabels, label: queryLabels[row]), label: queryLabels[row],
                        instanceRank: pairing == .byRow ? instanceRank(of: row, scores: own) : nil)
                }
            }
        }
        return sums
    }
}

extension RetrievalMetrics {
    /// - Parameter relevant: gallery items of each class.
    fileprivate init(_ sums: MetricSums, relevant: [Int], gallery: Int, pairing: Pairing) {
        let queries = sums.queries.reduce(0, +)
        let n = Double(queries)
        func byRank(_ values: [Double]) -> [Int: Double] {
            Dictionary(zip(sums.recallRanks, values.map { $0 / n }), uniquingKeysWith: { first, _ in first })
        }
        let asked = sums.queries.indices.filter { sums.queries[$0] > 0 }
        let perClass = asked.map { (label: $0, map: sums.averagePrecision[$0] / Double(sums.queries[$0])) }
        map = sums.averagePrecision.reduce(0, +) / n
        mapPerClass = Dictionary(uniqueKeysWithValues: perClass.map { ($0.label, $0.map) })
        macroMap = perClass.map(\.map).reduce(0, +) / Double(perClass.count)
        recall = byRank(sums.recall)
        precision = byRank(sums.precision)
        reciprocalRank = sums.reciprocalRank / n
        instanceRecall = pairing == .byRow ? byRank(sums.instanceRecall) : [:]
        elevenPoint = sums.elevenPoint.map { $0 / n }
        precisionRecall = sums.curveRanks.indices.map {
            PrecisionRecallPoint(rank: sums.curveRanks[$0], precision: sums.curvePrecision[$0] / n, recall: sums.curveRecall[$0] / n)
        }
        chance = asked.map { Double(sums.queries[$0]) * chanceAveragePrecision(gallerySize: gallery, relevant: relevant[$0]) }
            .reduce(0, +) / n
        self.queries = queries
        self.gallery = gallery
    }
}

private func check(_ side: Matrix, labels: [Int], classCount: Int, side name: String) throws(RetrievalError) {
    try check(side, side: name)
    guard labels.count == side.rows else { throw .labelCount(side: name, rows: side.rows, labels: labels.count) }
    if let row = labels.firstIndex(where: { !(0..<classCount).contains($0) }) {
        throw .labelOutOfRange(side: name, row: row, label: labels[row], classCount: classCount)
    }
}

/// Refuses a side that is empty or holds a value that is not finite.
func check(_ side: Matrix, side name: String) throws(RetrievalError) {
    guard side.rows > 0 else { throw .empty(side: name) }
    if let index = side.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(side: name, row: index / side.columns, column: index % side.columns)
    }
}
