extension RelevantRanks {
    /// Relevant items among the first K, over K. A gallery smaller than K is not padded: its missing ranks count as misses.
    public func precision(at k: Int) -> Double { Double(hits(within: k)) / Double(k) }
}
