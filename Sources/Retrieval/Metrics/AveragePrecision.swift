extension RelevantRanks {
    /// Average precision over the whole ranking: `AP = (1/R) sum_r rel(r) * hits(r) / r`, R the relevant items in the gallery.
    ///
    /// Without a relevant item it is 0 and the query still counts in the mean. Ties keep the gallery's order.
    public var averagePrecision: Double {
        guard !ranks.isEmpty else { return 0 }
        return precisions.reduce(0, +) / Double(ranks.count)
    }
}
