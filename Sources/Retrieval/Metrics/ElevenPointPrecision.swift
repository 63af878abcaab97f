extension RelevantRanks {
    /// Interpolated precision at recall 0, 0.1, ..., 1: the best precision at any rank whose recall is at least that level.
    ///
    /// Zeros without a relevant item.
    /// **Source**: Manning, Raghavan and Schuetze, Introduction to Information Retrieval, section 8.4.
    public var elevenPointPrecision: [Double] {
        var levels = [Double](repeating: 0, count: 11)
        var best = 0.0
        var found = ranks.count
        for level in stride(from: 10, through: 0, by: -1) {
            let needed = max(1, (level * ranks.count + 9) / 10)   // items that make a recall of level / 10, rounded up
            while found >= needed {
                best = max(best, precisions[found - 1])
                found -= 1
            }
            levels[level] = best
        }
        return levels
    }
}
