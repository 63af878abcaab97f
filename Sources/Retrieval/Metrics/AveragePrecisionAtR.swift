extension RelevantRanks {
    /// Average precision over the first R ranks, R the relevant items in the gallery: `AP@R = (1/R) sum_{r <= R} rel(r) hits(r) / r`.
    ///
    /// 0 without a relevant item. **Source**: Musgrave, Belongie and Lim, A metric learning reality check, arXiv 2003.08505, section 3.2.
    public var averagePrecisionAtR: Double {
        var sum = 0.0
        for (index, rank) in ranks.enumerated() {
            guard rank <= ranks.count else { break }
            sum += Double(index + 1) / Double(rank)
        }
        return ranks.isEmpty ? 0 : sum / Double(ranks.count)
    }
}
