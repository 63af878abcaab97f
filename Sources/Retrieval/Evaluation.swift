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
///   - recallAt: the cut-offs K of metrics that have some; a K beyond the gallery takes all of it.
///   - pairing: whether row i of both sides is the same item, for instance recall.
///   - metrics: what to compute.
///   - className: the name of a label in metrics that have a value for every class.
/// - Throws: ``RetrievalError`` on sides that do not fit, labels out of range and values that are not finite.
/// - Complexity: O(Q N width) for the scores, O(Q N) for the ranks; memory O(Q + N) rows, and scores of 32 queries a thread.
public func evaluate(
    queries: Matrix, gallery: Matrix, queryLabels: [Int], galleryLabels: [Int], classCount: Int,
    recallAt: [Int] = [1, 5, 10], similarity: Similarity = .cosine, pairing: Pairing = .byRow,
    metrics: [RetrievalMetric] = RetrievalMetric.registry, className: (Int) -> String = { String($0) }
) throws(RetrievalError) -> RetrievalMetrics {
    try evaluate(
        SimilarityScores(queries: queries, gallery: gallery, similarity: similarity), queryLabels: queryLabels, galleryLabels: galleryLabels,
        classCount: classCount, recallAt: recallAt, pairing: pairing, metrics: metrics, className: className)
}

/// Ranks the whole gallery for every query by any scores and scores the rankings.
///
/// - Throws: ``RetrievalError`` on sides that do not fit and labels out of range.
public func evaluate(
    _ scores: any PairScores, queryLabels: [Int], galleryLabels: [Int], classCount: Int, recallAt: [Int] = [1, 5, 10],
    pairing: Pairing = .byRow, metrics: [RetrievalMetric] = RetrievalMetric.registry, className: (Int) -> String = { String($0) }
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
        plan: MetricPlan(metrics, cutoffs: recallAt, gallerySize: scores.galleryCount))
    return evaluation.metrics(classNames: (0..<classCount).map(className))
}

private struct Evaluation: Sendable {
    /// Queries whose sums are added up before they meet the others': fixed, so that results do not depend on the cores.
    static let group = QuickScores.group

    let scores: any PairScores
    let queryLabels: [Int]
    let members: ClassMembers
    let pairing: Pairing
    let plan: MetricPlan

    func metrics(classNames: [String]) -> RetrievalMetrics {
        var sums = MetricSums(plan, queries: scores.queryCount)
        for part in parts() { sums.add(part) }
        let width = plan.numbers.count
        var perQuery: [String: [Double]] = [:]
        for (index, number) in plan.numbers.enumerated() {
            perQuery[number.name] = stride(from: index, to: sums.numbers.count, by: max(1, width)).map { sums.numbers[$0] }
        }
        let classes = QueriesByClass(queryLabels, classCount: classNames.count)
        var values: [String: MetricValue] = [:]
        for metric in plan.metrics {
            let value = classes.value(
                of: metric, perQuery, relevant: { members.places(of: $0).count }, gallery: scores.galleryCount, classNames)
            values[metric.name] = value ?? sums.mean(of: metric, queries: scores.queryCount, isPaired: pairing == .byRow)
        }
        return RetrievalMetrics(
            values: values,
            queriesPerClass: Dictionary(
                classes.present.map { (classNames[$0], classes.counts[$0]) }, uniquingKeysWith: { first, _ in first }),
            queries: scores.queryCount, gallery: scores.galleryCount, perQuery: perQuery)
    }

    /// The sums of each group, in order.
    private func parts() -> [MetricSums] {
        let groups = QueryGroups(queryCount: scores.queryCount, size: Self.group)
        let similarities = scores as? SimilarityScores
        let quick = scores.galleryCount <= SimilarityRanker.mostItems ? similarities?.quick(order: members.items) : nil
        let bytes = Self.group * scores.galleryCount * (quick == nil ? MemoryLayout<Double>.stride : MemoryLayout<Float>.stride)
        return [MetricSums](unsafeUninitializedCapacity: groups.count) { buffer, initialized in
            nonisolated(unsafe) let parts = buffer   // each group initialises its own element
            groups.forEach(bytes: bytes) { () -> any QueryRanker in
                if let similarities, let quick { return SimilarityRanker(similarities, quick, members) }
                return WrittenScoreRanker(scores, members, group: Self.group)
            } _: { ranker, group, queries in
                var part = MetricSums(plan, queries: queries.count)
                ranker.load(queries)
                for query in queries {
                    let ranking = ranker.ranking(of: query, label: queryLabels[query], paired: pairing == .byRow ? query : nil)
                    part.add(ranking.ranks, pairRank: ranking.instance)
                }
                (parts.baseAddress! + group).initialize(to: part)
            }
            initialized = groups.count
        }
    }
}

/// The queries of each class, for metrics that are means over queries or classes.
private struct QueriesByClass {
    private let labels: [Int]
    /// Queries by class.
    let counts: [Int]
    /// The classes that have queries.
    let present: [Int]

    init(_ labels: [Int], classCount: Int) {
        self.labels = labels
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[label] += 1 }
        self.counts = counts
        present = counts.indices.filter { counts[$0] > 0 }
    }

    /// The value of a metric that follows from every query's numbers or from the classes alone; nil for another one.
    func value(
        of metric: RetrievalMetric, _ perQuery: [String: [Double]], relevant: (Int) -> Int, gallery: Int, _ names: [String]
    ) -> MetricValue? {
        let n = Double(labels.count)
        switch metric.formula {
        case .mean: return .number((perQuery[metric.name] ?? []).reduce(0, +) / n)
        case .meanOfClass(let other):
            let means = means(perQuery[other.name] ?? [])
            return .table(Dictionary(present.map { (names[$0], means[$0]) }, uniquingKeysWith: { first, _ in first }))
        case .meanOverClasses(let other):
            let means = means(perQuery[other.name] ?? [])
            return .number(present.reduce(0) { $0 + means[$1] } / Double(present.count))
        case .expectation(let value):
            return .number(present.reduce(0) { $0 + Double(counts[$1]) * value(gallery, relevant($1)) } / n)
        case .meanAtCutoffs, .meanOfPairAtCutoffs, .meanOfList, .curve: return nil
        }
    }

    /// By class; not a number where it has no queries.
    private func means(_ numbers: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: counts.count)
        for (label, number) in zip(labels, numbers) { sums[label] += number }
        return zip(sums, counts).map { $0 / Double($1) }
    }
}
