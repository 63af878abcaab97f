public import Tensors

/// Ranks the whole gallery for every query by the similarity of their rows and scores the rankings.
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
/// - Complexity: O(Q N width) for the scores, O(Q N) for the ranks; memory O(Q + N) rows, and scores of 32 queries a thread.
public func evaluate(
    queries: Matrix, gallery: Matrix, queryLabels: [Int], galleryLabels: [Int], classCount: Int,
    recallAt: [Int] = [1, 5, 10], similarity: Similarity = .cosine, pairing: Pairing = .byRow
) throws(RetrievalError) -> RetrievalMetrics {
    try evaluate(
        SimilarityScores(queries: queries, gallery: gallery, similarity: similarity), queryLabels: queryLabels, galleryLabels: galleryLabels,
        classCount: classCount, recallAt: recallAt, pairing: pairing)
}

/// Ranks the whole gallery for every query by any scores and scores the rankings.
///
/// - Throws: ``RetrievalError`` on sides that do not fit and labels out of range.
public func evaluate(
    _ scores: any PairScores, queryLabels: [Int], galleryLabels: [Int], classCount: Int, recallAt: [Int] = [1, 5, 10], pairing: Pairing = .byRow
) throws(RetrievalError) -> RetrievalMetrics {
    try check(queryLabels, rows: scores.queryCount, classCount: classCount, side: "queries")
    try check(galleryLabels, rows: scores.galleryCount, classCount: classCount, side: "gallery")
    if pairing == .byRow, scores.queryCount != scores.galleryCount {
        throw .unpaired(queries: scores.queryCount, gallery: scores.galleryCount)
    }
    if let bad = recallAt.first(where: { $0 < 1 }) { throw .badRank(bad) }
    let members = ClassMembers(labels: galleryLabels, classCount: classCount)
    let evaluation = Evaluation(
        scores: scores, queryLabels: queryLabels, members: members, pairing: pairing,
        zero: MetricSums(recallRanks: recallAt, gallerySize: scores.galleryCount))
    return evaluation.metrics(classCount: classCount)
}

private struct Evaluation: Sendable {
    /// Queries whose sums are added up before they meet the others': fixed, so that results do not depend on the cores.
    static let group = QuickScores.group

    let scores: any PairScores
    let queryLabels: [Int]
    let members: ClassMembers
    let pairing: Pairing
    let zero: MetricSums

    func metrics(classCount: Int) -> RetrievalMetrics {
        let groups = parts()
        var sums = zero
        for part in groups { sums.add(part.sums) }
        let chances = (0..<classCount).map {
            chanceAveragePrecision(gallerySize: scores.galleryCount, relevant: members.places(of: $0).count)
        }
        return RetrievalMetrics(
            sums, perQuery: groups.flatMap(\.queries), labels: queryLabels, chanceOfClass: chances, gallery: scores.galleryCount,
            isPaired: pairing == .byRow)
    }

    private struct Part: Sendable {
        var sums: MetricSums
        var queries: [QueryMetrics] = []
    }

    /// Each group's part, in order.
    private func parts() -> [Part] {
        let groups = QueryGroups(queryCount: scores.queryCount, size: Self.group)
        let similarities = scores as? SimilarityScores
        let quick = scores.galleryCount <= SimilarityRanker.mostItems ? similarities?.quick(order: members.items) : nil
        let bytes = Self.group * scores.galleryCount * (quick == nil ? MemoryLayout<Double>.stride : MemoryLayout<Float>.stride)
        return [Part](unsafeUninitializedCapacity: groups.count) { buffer, initialized in
            nonisolated(unsafe) let parts = buffer   // each group initialises its own element
            groups.forEach(bytes: bytes) { () -> any QueryRanker in
                if let similarities, let quick { return SimilarityRanker(similarities, quick, members) }
                return WrittenScoreRanker(scores, members, group: Self.group)
            } _: { ranker, group, queries in
                var part = Part(sums: zero)
                part.queries.reserveCapacity(queries.count)
                ranker.load(queries)
                for query in queries {
                    let ranking = ranker.ranking(of: query, label: queryLabels[query], paired: pairing == .byRow ? query : nil)
                    part.sums.add(ranking.ranks, instanceRank: ranking.instance)
                    part.queries.append(QueryMetrics(ranking.ranks))
                }
                (parts.baseAddress! + group).initialize(to: part)
            }
            initialized = groups.count
        }
    }
}

extension RetrievalMetrics {
    fileprivate init(
        _ sums: MetricSums, perQuery: [QueryMetrics], labels: [Int], chanceOfClass: [Double], gallery: Int, isPaired: Bool
    ) {
        let n = Double(perQuery.count)
        func byRank(_ values: [Double]) -> [Int: Double] {
            Dictionary(zip(sums.recallRanks, values.map { $0 / n }), uniquingKeysWith: { first, _ in first })
        }
        func mean(_ figure: (QueryMetrics) -> Double) -> Double { perQuery.reduce(0) { $0 + figure($1) } / n }
        var counts = [Int](repeating: 0, count: chanceOfClass.count), precisions = [Double](repeating: 0, count: chanceOfClass.count)
        for (label, query) in zip(labels, perQuery) {
            counts[label] += 1
            precisions[label] += query.averagePrecision
        }
        let asked = counts.indices.filter { counts[$0] > 0 }
        map = mean(\.averagePrecision)
        tieAwareMap = mean(\.tieAwareAveragePrecision)
        mapAtR = mean(\.averagePrecisionAtR)
        reciprocalRank = mean(\.reciprocalRank)
        mapPerClass = Dictionary(uniqueKeysWithValues: asked.map { ($0, precisions[$0] / Double(counts[$0])) })
        queriesPerClass = Dictionary(uniqueKeysWithValues: asked.map { ($0, counts[$0]) })
        macroMap = asked.reduce(0) { $0 + precisions[$1] / Double(counts[$1]) } / Double(asked.count)
        recall = byRank(sums.recall)
        precision = byRank(sums.precision)
        instanceRecall = isPaired ? byRank(sums.instanceRecall) : [:]
        elevenPoint = sums.elevenPoint.map { $0 / n }
        precisionRecall = sums.curveRanks.indices.map {
            PrecisionRecallPoint(rank: sums.curveRanks[$0], precision: sums.curvePrecision[$0] / n, recall: sums.curveRecall[$0] / n)
        }
        chance = asked.reduce(0) { $0 + Double(counts[$1]) * chanceOfClass[$1] } / n
        self.perQuery = perQuery
        queries = perQuery.count
        self.gallery = gallery
    }
}
