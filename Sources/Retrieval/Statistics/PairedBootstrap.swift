import Tensors

/// What two methods differ by on the same queries, and how sure that is.
public struct PairedDifference: Hashable, Sendable {
    /// Mean over the queries of b minus a.
    public let mean: Double
    /// Percentile interval of the resampled means.
    public let interval: ClosedRange<Double>
    /// Two-sided: twice the smaller share of resampled means on either side of zero, with the sample itself among them; at most 1.
    public let p: Double
    public let queries: Int
}

/// The paired bootstrap of `b` minus `a` over queries: queries are drawn with replacement, both figures of a query together.
///
/// - Parameters:
///   - a: a figure by query id, such as average precision; `b` has the same ids.
///   - confidence: share of the resampled means the interval holds.
/// - Throws: ``RetrievalError/unpairedQueries(onlyInA:onlyInB:)``, ``RetrievalError/empty(side:)``.
///
/// **Source**: Efron and Tibshirani, An introduction to the bootstrap (1993), section 13.3.
public func pairedBootstrap(
    a: [String: Double], b: [String: Double], resamples: Int = 10_000, confidence: Double = 0.95, seed: UInt64 = 0
) throws(RetrievalError) -> PairedDifference {
    precondition(resamples > 0 && confidence > 0 && confidence < 1, "\(resamples) resamples, confidence \(confidence)")
    let ids = a.keys.sorted()   // a dictionary's own order changes from run to run
    guard a.count == b.count, ids.allSatisfy({ b[$0] != nil }) else {
        throw .unpairedQueries(onlyInA: ids.filter { b[$0] == nil }.first, onlyInB: b.keys.filter { a[$0] == nil }.min())
    }
    guard !ids.isEmpty else { throw .empty(side: "queries") }
    let differences = ids.map { (b[$0] ?? 0) - (a[$0] ?? 0) }
    var generator = SeededGenerator(seed: seed)
    let means = (0..<resamples).map { _ in
        var sum = 0.0
        for _ in differences.indices { sum += differences[generator.below(differences.count)] }
        return sum / Double(differences.count)
    }.sorted()
    let below = means.count { $0 <= 0 }, above = means.count { $0 >= 0 }
    return PairedDifference(
        mean: differences.reduce(0, +) / Double(differences.count),
        interval: quantile(means, (1 - confidence) / 2)...quantile(means, (1 + confidence) / 2),
        p: min(1, 2 * Double(min(below, above) + 1) / Double(resamples + 1)), queries: ids.count)
}

/// By linear interpolation between order statistics.
private func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    guard low + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[low] + (place - Double(low)) * (sorted[low + 1] - sorted[low])
}
