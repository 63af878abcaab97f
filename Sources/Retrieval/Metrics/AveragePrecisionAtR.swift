extension RelevantRanks {
    /// Average precision over the first R ranks, R the relevant items in the gallery: `AP@R = (1/R) sum_{r <= R} rel(r) hits(r) / r`.
    ///
    /// 0 without a relevant item. **Source**: Musgrave, Belongie and Lim, A metric learning reality check, arXiv 2003.08505, section 3.2.
    public var averagePrecisionAtR: Double {
        ranks.isEmpty ? 0 : precisions.prefix(hits(within: ranks.count)).reduce(0, +) / Double(ranks.count)
    }
}
