import Retrieval

/// How sure a difference is with regard to the queries: the seeds' own spread says nothing of another test set.
struct QueryBootstrap: Codable, Sendable, Hashable {
    /// Bounds of the 95 % interval.
    let low: Double
    let high: Double
    /// Two-sided.
    let p: Double
    let queries: Int

    /// Enough for bounds to three places.
    private static let resamples = 2_000

    /// The paired bootstrap over queries, each with its mean over the cases.
    ///
    /// - Parameter pairs: average precision by query of a variant's cases and of its control's, case by case.
    /// - Returns: nil without pairs, or where not all have the same queries, as on different folds.
    init?(_ pairs: [(variant: [String: Double]?, control: [String: Double]?)]) {
        guard let variant = Self.mean(pairs.map(\.variant)), let control = Self.mean(pairs.map(\.control)), variant.keys == control.keys,
            let difference = try? pairedBootstrap(a: control, b: variant, resamples: Self.resamples)
        else { return nil }
        low = difference.interval.lowerBound
        high = difference.interval.upperBound
        p = difference.p
        queries = difference.queries
    }

    /// By query, over the cases; nil unless all cases have the same queries.
    private static func mean(_ cases: [[String: Double]?]) -> [String: Double]? {
        let known = cases.compactMap(\.self)
        guard let first = known.first, known.count == cases.count, known.allSatisfy({ $0.keys == first.keys }) else { return nil }
        return Dictionary(uniqueKeysWithValues: first.keys.map { id in
            (id, known.reduce(0) { $0 + ($1[id] ?? 0) } / Double(known.count))
        })
    }
}
