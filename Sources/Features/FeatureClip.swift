public import Clips
public import Tensors

/// One clip on its way between the cache and other tools' files.
public struct FeatureClip: Hashable, Sendable {
    public var id: String
    /// Class names; the first is the one that is trained on.
    public var labels: [String]
    public var split: Split?
    /// The annotated event, seconds; nil where the whole clip is the sample.
    public var interval: Interval?
    /// A modality that is missing has no entry.
    public var features: [Modality: ClipRows]

    public init(id: String, labels: [String], split: Split?, interval: Interval?, features: [Modality: ClipRows]) {
        self.id = id
        self.labels = labels
        self.split = split
        self.interval = interval
        self.features = features
    }
}

/// The rows of one modality of a clip, as floats or as codes.
public struct ClipRows: Hashable, Sendable {
    public enum Values: Hashable, Sendable {
        case floats([Float])
        case codes([UInt8])

        var count: Int {
            switch self {
            case .floats(let values): values.count
            case .codes(let values): values.count
            }
        }
    }

    public var rows: Int
    public var columns: Int
    /// Row-major, rows x columns.
    public var values: Values
    /// Start and end of each row, seconds; empty where the file has none.
    public var times: [Interval]
    /// How many of the rows, the last ones, are zeros that only fill up: they begin and end at 0.
    public private(set) var filling = 0

    public init(rows: Int, columns: Int, values: Values, times: [Interval]) {
        precondition(values.count == rows * columns && (times.isEmpty || times.count == rows), "\(values.count) values for \(rows) x \(columns)")
        self.rows = rows
        self.columns = columns
        self.values = values
        self.times = times
    }

    public init(_ matrix: Matrix, times: [Interval]) {
        self.init(rows: matrix.rows, columns: matrix.columns, values: .floats(matrix.values), times: times)
    }

    /// The numbers; codes as the scale says, or as they are.
    public func matrix(_ scale: CodeScale?) -> Matrix {
        switch values {
        case .floats(let floats):
            return Matrix(rows: rows, columns: columns, values: floats)
        case .codes(let codes):
            let scale = scale ?? .asTheyAre
            let table = (0...255).map { Float(Double($0) * scale.scale + scale.offset) }
            return Matrix(rows: rows, columns: columns, values: codes.map { table[Int($0)] })
        }
    }

    /// How many rows are the clip's own.
    public var ownRows: Int { rows - filling }

    /// Exactly `count` rows: cut, or filled up with rows of zeros (of code 0 where there are codes).
    public func fitted(to count: Int) -> ClipRows {
        guard rows != count else { return self }
        let size = count * columns
        let values: Values = switch values {
        case .floats(let floats): .floats(Array(floats.prefix(size)) + [Float](repeating: 0, count: max(0, size - floats.count)))
        case .codes(let codes): .codes(Array(codes.prefix(size)) + [UInt8](repeating: 0, count: max(0, size - codes.count)))
        }
        let still = Interval(start: 0, end: 0)
        let times = times.isEmpty ? [] : Array(times.prefix(count)) + [Interval](repeating: still, count: max(0, count - times.count))
        var fitted = ClipRows(rows: count, columns: columns, values: values, times: times)
        fitted.filling = max(0, count - ownRows)
        return fitted
    }

    /// The first `count` rows, which are no more than there are.
    func prefix(_ count: Int) -> ClipRows { fitted(to: min(count, rows)) }
}
