extension RelevantRanks {
    /// Class-level recall@K: 1 if at least one item of the query's class is among the first K, else 0.
    ///
    /// Not to be confused with instance recall, which asks for the paired item. K beyond the gallery means all of it.
    public func recall(at k: Int) -> Double { ranks.first.map { $0 <= k ? 1 : 0 } ?? 0 }
}
