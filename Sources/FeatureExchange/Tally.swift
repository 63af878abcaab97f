/// Counts what happens to clips on the way, for the remarks at the end.
struct Tally {
    private var counts: [(what: String, count: Int)] = []

    /// - Parameter what: reads after a number and "clips", e.g. "cut to 10 rows".
    mutating func add(_ what: String) {
        if let index = counts.firstIndex(where: { $0.what == what }) { counts[index].count += 1 } else { counts.append((what, 1)) }
    }

    var remarks: [String] { counts.map { "\($0.count) \($0.count == 1 ? "clip" : "clips") \($0.what)" } }
}
