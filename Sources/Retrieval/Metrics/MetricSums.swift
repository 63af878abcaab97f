/// What an evaluation adds up, query by query, for its metrics.
struct MetricPlan: Sendable {
    let metrics: [RetrievalMetric]
    /// The K of metrics at cut-offs, each once.
    let cutoffs: [Int]
    /// Numbers that are stored for every query.
    let numbers: [(name: String, value: @Sendable (RelevantRanks) -> Double)]
    /// Sums over queries, each with the place of its first number in ``MetricSums/values``.
    fileprivate let sums: [(name: String, formula: RetrievalMetric.Formula, start: Int)]
    fileprivate let sumCount: Int
    /// The fixed ranks of each curve, by the name of the metric.
    fileprivate let ranks: [String: [Int]]

    init(_ metrics: [RetrievalMetric], cutoffs: [Int], gallerySize: Int) {
        self.metrics = metrics
        var seen: Set<Int> = []
        self.cutoffs = cutoffs.filter { seen.insert($0).inserted }
        var numbers: [(name: String, value: @Sendable (RelevantRanks) -> Double)] = []
        var sums: [(name: String, formula: RetrievalMetric.Formula, start: Int)] = []
        var ranks: [String: [Int]] = [:]
        var end = 0
        func collect(_ metric: RetrievalMetric) {
            switch metric.formula {
            case .mean(let value):
                if !numbers.contains(where: { $0.name == metric.name }) { numbers.append((metric.name, value)) }
                return
            case .meanOfClass(let other), .meanOverClasses(let other): return collect(other)
            case .expectation: return
            case .meanAtCutoffs, .meanOfPairAtCutoffs, .meanOfList, .curve: break
            }
            sums.append((metric.name, metric.formula, end))
            switch metric.formula {
            case .meanOfList(let count, _): end += count
            case .curve(let fixed, _):
                let fixed = fixed(gallerySize)
                ranks[metric.name] = fixed
                end += 2 * fixed.count
            default: end += seen.count
            }
        }
        metrics.forEach(collect)
        self.numbers = numbers
        self.sums = sums
        self.ranks = ranks
        sumCount = end
    }
}

/// The numbers of some queries that follow one another, and the running sums over them.
struct MetricSums: Sendable {
    let plan: MetricPlan
    /// ``MetricPlan/numbers`` of one query after another.
    private(set) var numbers: [Double] = []
    private var values: [Double]

    /// - Parameter queries: how many queries there will be.
    init(_ plan: MetricPlan, queries: Int) {
        self.plan = plan
        values = [Double](repeating: 0, count: plan.sumCount)
        numbers.reserveCapacity(queries * plan.numbers.count)
    }

    /// Adds a query.
    ///
    /// - Parameter pairRank: the rank of its paired item, if rows are paired.
    mutating func add(_ ranks: RelevantRanks, pairRank: Int?) {
        for number in plan.numbers { numbers.append(number.value(ranks)) }
        for sum in plan.sums {
            switch sum.formula {
            case .meanAtCutoffs(let value):
                for (index, k) in plan.cutoffs.enumerated() { values[sum.start + index] += value(ranks, k) }
            case .meanOfPairAtCutoffs(let value):
                guard let pairRank else { continue }
                for (index, k) in plan.cutoffs.enumerated() { values[sum.start + index] += value(pairRank, k) }
            case .meanOfList(let count, let list):
                for (index, value) in list(ranks).prefix(count).enumerated() { values[sum.start + index] += value }
            case .curve(_, let point):
                var hits = 0, index = sum.start
                for rank in plan.ranks[sum.name] ?? [] {
                    while hits < ranks.relevantCount, ranks.ranks[hits] <= rank { hits += 1 }
                    let (first, second) = point(hits, rank, ranks.relevantCount)
                    values[index] += first
                    values[index + 1] += second
                    index += 2
                }
            case .mean, .meanOfClass, .meanOverClasses, .expectation: continue
            }
        }
    }

    /// Adds the queries of `other`, which follow these.
    mutating func add(_ other: MetricSums) {
        numbers += other.numbers
        for index in values.indices { values[index] += other.values[index] }
    }

    /// The mean over `queries` queries of a metric that is summed up; nil for one that is not.
    func mean(of metric: RetrievalMetric, queries: Int, isPaired: Bool) -> MetricValue? {
        guard let start = plan.sums.first(where: { $0.name == metric.name })?.start else { return nil }
        func mean(_ index: Int) -> Double { values[start + index] / Double(queries) }
        switch metric.formula {
        case .meanOfPairAtCutoffs where !isPaired: return .table([:])
        case .meanAtCutoffs, .meanOfPairAtCutoffs:
            return .table(Dictionary(uniqueKeysWithValues: plan.cutoffs.enumerated().map { (String($1), mean($0)) }))
        case .meanOfList(let count, _): return .list((0..<count).map(mean))
        case .curve:
            return .points((plan.ranks[metric.name] ?? []).enumerated().map { [Double($1), mean(2 * $0), mean(2 * $0 + 1)] })
        case .mean, .meanOfClass, .meanOverClasses, .expectation: return nil
        }
    }
}
