/// How well one modality's queries retrieve the other's items: the values of metrics. Relevant means: of the same class.
public struct RetrievalMetrics: Hashable, Sendable {
    /// By ``RetrievalMetric/name``. A metric that was not computed is missing.
    public let values: [String: MetricValue]
    /// Queries of each class that has any, by the name of the class.
    public let queriesPerClass: [String: Int]
    /// Rows on either side.
    public let queries: Int
    public let gallery: Int
    /// Every query's own number, in the queries' order, of each metric that is a ``RetrievalMetric/Formula/mean(_:)``, by name. Empty
    /// where the metrics were read from a file.
    public let perQuery: [String: [Double]]

    public init(
        values: [String: MetricValue], queriesPerClass: [String: Int] = [:], queries: Int, gallery: Int, perQuery: [String: [Double]] = [:]
    ) {
        self.values = values
        self.queriesPerClass = queriesPerClass
        self.queries = queries
        self.gallery = gallery
        self.perQuery = perQuery
    }

    /// A metric that is one number; NaN, which tables show as a dash, where it was not computed.
    public func number(_ metric: RetrievalMetric) -> Double {
        if case .number(let value) = values[metric.name] { value } else { .nan }
    }

    /// The values of a metric by cut-off K; empty where it was not computed.
    public func atCutoffs(_ metric: RetrievalMetric) -> [Int: Double] {
        Dictionary(table(metric).compactMap { key, value in Int(key).map { ($0, value) } }, uniquingKeysWith: { first, _ in first })
    }

    /// The values of a metric by class or by cut-off; empty where it was not computed.
    public func table(_ metric: RetrievalMetric) -> [String: Double] {
        if case .table(let values) = values[metric.name] { values } else { [:] }
    }

    /// The values of a metric that is a list; empty where it was not computed.
    public func list(_ metric: RetrievalMetric) -> [Double] {
        if case .list(let values) = values[metric.name] { values } else { [] }
    }

    /// The points of a metric that is a curve: rank and two numbers each; empty where it was not computed.
    public func points(_ metric: RetrievalMetric) -> [[Double]] {
        if case .points(let values) = values[metric.name] { values.filter { $0.count == 3 } } else { [] }
    }

    public var map: Double { number(.map) }
    public var chance: Double { number(.chance) }
}

/// What a metric came to. In JSON it is the number, object or list itself.
public enum MetricValue: Hashable, Sendable {
    case number(Double)
    /// By cut-off K, or by the name of a class.
    case table([String: Double])
    case list([Double])
    /// A rank and two numbers each.
    case points([[Double]])
}

extension MetricValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let table = try? container.decode([String: Double].self) {
            self = .table(table)
        } else if let list = try? container.decode([Double].self) {
            self = .list(list)
        } else {
            self = .points(try container.decode([[Double]].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let value): try container.encode(value)
        case .table(let values): try container.encode(values)
        case .list(let values): try container.encode(values)
        case .points(let values): try container.encode(values)
        }
    }
}

/// The metrics of one way of scoring, under the name that every table uses.
public struct ScoredResult: Sendable {
    public let name: String
    /// Whether a score may depend on more of the test part than the pair; the name says so too.
    public let isTransductive: Bool
    public let metrics: Directions<RetrievalMetrics>

    public init(name: String, isTransductive: Bool = false, metrics: Directions<RetrievalMetrics>) {
        self.name = name
        self.isTransductive = isTransductive
        self.metrics = metrics
    }
}
