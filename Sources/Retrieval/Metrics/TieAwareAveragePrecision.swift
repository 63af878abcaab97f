extension RelevantRanks {
    /// The mean of ``averagePrecision`` over all orders of equal scores.
    ///
    /// At place i of a group of n equal scores, r of them relevant, after a items of which h are relevant, a relevant item
    /// stands with probability r/n, and then `h + 1 + (i - 1)(r - 1)/(n - 1)` relevant ones stand among the first a + i.
    ///
    /// **Source**: McSherry and Najork, Computing information retrieval performance measures efficiently in the presence of
    /// tied scores, ECIR 2008, doi:10.1007/978-3-540-78646-7_38.
    public var tieAwareAveragePrecision: Double {
        guard !ties.isEmpty else { return averagePrecision }
        var sum = 0.0
        var next = 0
        for group in ties {
            sum += precisionSum(next..<group.relevantBefore) + group.expectedPrecisionSum
            next = group.relevantBefore + group.relevant
        }
        return (sum + precisionSum(next..<ranks.count)) / Double(ranks.count)
    }

    private func precisionSum(_ places: Range<Int>) -> Double {
        precisions[places].reduce(0, +)
    }
}

extension TieGroup {
    /// The expected sum of the precisions at the relevant items of the group.
    fileprivate var expectedPrecisionSum: Double {
        let share = Double(relevant) / Double(count)
        let step = count > 1 ? Double(relevant - 1) / Double(count - 1) : 0
        var sum = 0.0
        for place in 0..<count { sum += (Double(relevantBefore + 1) + Double(place) * step) / Double(firstRank + place) }
        return share * sum
    }
}
