/// Mean and spread of repeated figures.
struct Spread: Codable, Sendable, Hashable {
    let mean: Double
    /// Sample standard deviation (n - 1); nil for one figure.
    let deviation: Double?
    let count: Int

    enum CodingKeys: String, CodingKey {
        case mean, deviation
        case count = "n"
    }

    /// nil for no figures.
    init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
        count = values.count
    }

    /// Of the mean: deviation / sqrt(n); nil for one figure.
    var standardError: Double? { deviation.map { $0 / Double(count).squareRoot() } }
}
