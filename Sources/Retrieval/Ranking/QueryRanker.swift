/// Ranks the gallery for one query after another; each thread has its own.
protocol QueryRanker {
    /// Gets ready for some queries that follow one another, the first a multiple of the group.
    func load(_ queries: Range<Int>)

    /// Where the items of class `label` stand for one of them, and, if asked, where gallery item `paired` does.
    func ranking(of query: Int, label: Int, paired: Int?) -> (ranks: RelevantRanks, instance: Int?)
}

/// By scores as ``PairScores`` writes them.
final class WrittenScoreRanker: QueryRanker {
    private let scores: any PairScores
    private let members: ClassMembers
    private let memory: RankMemory<Double>
    private let written: UnsafeMutableBufferPointer<Double>
    private var first = 0
    /// One row by place.
    private var row: [Double]

    init(_ scores: any PairScores, _ members: ClassMembers, group: Int) {
        self.scores = scores
        self.members = members
        memory = RankMemory(members)
        written = .allocate(capacity: min(group, scores.queryCount) * members.count)
        row = [Double](repeating: 0, count: members.count)
    }

    deinit { written.deallocate() }

    func load(_ queries: Range<Int>) {
        first = queries.lowerBound
        scores.fill(UnsafeMutableBufferPointer(rebasing: written[..<(queries.count * members.count)]), queries: queries)
    }

    func ranking(of query: Int, label: Int, paired: Int?) -> (ranks: RelevantRanks, instance: Int?) {
        let own = written.baseAddress.unsafelyUnwrapped + (query - first) * members.count   // the gallery is not empty
        for (place, item) in members.items.enumerated() { row[place] = own[Int(item)] }
        return row.withUnsafeBufferPointer { row in
            memory.ranking(
                row.baseAddress.unsafelyUnwrapped, error: scores.error(ofQuery: query), label: label, paired: paired,
                exactScore: { scores.exact(query: query, item: Int(members.items[$0]), written: row[$0]) })
        }
    }
}

/// By similarities in single precision first; where those leave much to settle, by exact ones.
final class SimilarityRanker: QueryRanker {
    /// In a larger gallery scores lie so close that single precision leaves too much to settle (measured: half as fast at 40,000).
    static let mostItems = 20_000

    private let scores: SimilarityScores
    private let quick: QuickScores
    private let worker: QuickScores.Worker
    private let members: ClassMembers
    private let memory: RankMemory<Float>
    private let exactMemory: RankMemory<Double>
    private var first = 0
    private var row: [Double]

    init(_ scores: SimilarityScores, _ quick: QuickScores, _ members: ClassMembers) {
        self.scores = scores
        self.quick = quick
        worker = QuickScores.Worker(quick)
        self.members = members
        memory = RankMemory(members)
        exactMemory = RankMemory(members)
        row = [Double](repeating: 0, count: members.count)
    }

    func load(_ queries: Range<Int>) {
        first = queries.lowerBound
        worker.fill(from: first)
    }

    func ranking(of query: Int, label: Int, paired: Int?) -> (ranks: RelevantRanks, instance: Int?) {
        memory.ranking(
            worker.row(query - first), error: quick.error(ofQuery: query), label: label, paired: paired,
            closeLimit: members.count / 8, exactScore: { scores.exact(query: query, item: Int(members.items[$0])) })
            ?? exactRanking(of: query, label: label, paired: paired)
    }

    private func exactRanking(of query: Int, label: Int, paired: Int?) -> (ranks: RelevantRanks, instance: Int?) {
        for (place, item) in members.items.enumerated() { row[place] = scores.exact(query: query, item: Int(item)) }
        return row.withUnsafeBufferPointer { row in
            exactMemory.ranking(
                row.baseAddress.unsafelyUnwrapped, error: 0, label: label, paired: paired, exactScore: { row[$0] })
        }
    }
}

extension RankMemory {
    fileprivate func ranking(
        _ written: UnsafePointer<Score>, error: Score, label: Int, paired: Int?, exactScore: (Int) -> Double
    ) -> (ranks: RelevantRanks, instance: Int?) {
        guard
            let ranking = ranking(
                written, error: error, label: label, paired: paired, closeLimit: members.count, exactScore: exactScore)
        else { preconditionFailure("more items than there are") }
        return ranking
    }

    /// Nil if more than `closeLimit` items are too close to tell.
    fileprivate func ranking(
        _ written: UnsafePointer<Score>, error: Score, label: Int, paired: Int?, closeLimit: Int,
        exactScore: (Int) -> Double
    ) -> (ranks: RelevantRanks, instance: Int?)? {
        guard let counter = RankCounter(written, error: error, label: label, closeLimit: closeLimit, self, exactScore: exactScore)
        else { return nil }
        let ranks = counter.ranks
        let instance = paired.map { counter.rank(ofRelevant: $0, in: ranks) ?? members.rank(of: $0, written, error: error, exactScore: exactScore) }
        return (ranks, instance)
    }
}
