extension RelevantRanks {
    /// One over the rank of the first relevant item; 0 without one.
    public var reciprocalRank: Double { ranks.first.map { 1 / Double($0) } ?? 0 }
}
