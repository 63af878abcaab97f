import Tensors

/// Rows in double precision, scaled to unit length where the cosine is wanted, padded with zeros to whole vectors.
struct PreparedRows: Sendable {
    let count: Int
    /// SIMD vectors a row; `4 * vectors` numbers.
    let vectors: Int
    /// Euclidean length of each row after scaling.
    let norms: [Double]
    private let values: [Double]

    init(_ matrix: Matrix, similarity: Similarity) {
        let (count, columns) = (matrix.rows, matrix.columns)
        let width = 4 * max(1, (columns + 3) / 4)
        self.count = count
        vectors = width / 4
        var norms = [Double](repeating: 0, count: count)
        values = [Double](unsafeUninitializedCapacity: count * width) { values, initialized in
            matrix.values.withUnsafeBufferPointer { single in
                for row in 0..<count {
                    var squares = 0.0
                    for index in (row * columns)..<((row + 1) * columns) { squares += Double(single[index]) * Double(single[index]) }
                    let norm = squares.squareRoot()
                    let scale = similarity == .innerProduct ? 1 : norm > 0 ? 1 / norm : 0
                    for column in 0..<columns { values[row * width + column] = Double(single[row * columns + column]) * scale }
                    for column in columns..<width { values[row * width + column] = 0 }
                    norms[row] = norm * scale
                }
            }
            initialized = count * width
        }
        self.norms = norms
    }

    var width: Int { 4 * vectors }

    /// Lends rows as plain numbers, row after row.
    func withRows<Result>(_ rows: Range<Int>, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
        values.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[(rows.lowerBound * width)..<(rows.upperBound * width)])) }
    }

    /// Scaled rows, rounded to single precision.
    ///
    /// - Parameter source: the row that stands at each of `count` places, and its scale; zeros where there is none.
    func single(count: Int, _ source: (Int) -> (row: Int, scale: Double)?) -> [Float] {
        [Float](unsafeUninitializedCapacity: count * width) { single, initialized in
            values.withUnsafeBufferPointer { values in
                for place in 0..<count {
                    let (row, scale) = source(place) ?? (0, 0)
                    for column in 0..<width { single[place * width + column] = Float(values[row * width + column] * scale) }
                }
            }
            initialized = count * width
        }
    }

    /// The inner product of a row with a row of `other`, summed in one order whatever their places: equal rows give equal bits.
    func product(_ row: Int, _ other: PreparedRows, _ otherRow: Int) -> Double {
        values.withUnsafeBytes { own in
            other.values.withUnsafeBytes { theirs in
                var sum = SIMD4<Double>.zero
                let stride = MemoryLayout<SIMD4<Double>>.stride
                let (a, b) = (row * vectors * stride, otherRow * vectors * stride)
                for offset in Swift.stride(from: 0, to: vectors * stride, by: stride) {
                    sum += own.loadUnaligned(fromByteOffset: a + offset, as: SIMD4<Double>.self)
                        * theirs.loadUnaligned(fromByteOffset: b + offset, as: SIMD4<Double>.self)
                }
                return (sum[0] + sum[1]) + (sum[2] + sum[3])
            }
        }
    }
}
