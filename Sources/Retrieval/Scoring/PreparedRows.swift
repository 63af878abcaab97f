import Tensors

/// Rows in double precision, scaled to unit length where the cosine is wanted, padded with zeros to whole vectors.
struct PreparedRows: Sendable {
    let count: Int
    /// SIMD vectors a row; `4 * vectors` numbers.
    let vectors: Int
    /// Euclidean length of each row after scaling.
    let norms: [Double]
    private let values: [SIMD4<Double>]

    init(_ matrix: Matrix, similarity: Similarity) {
        count = matrix.rows
        vectors = max(1, (matrix.columns + 3) / 4)
        var values = [SIMD4<Double>](repeating: .zero, count: count * vectors)
        var norms: [Double] = []
        norms.reserveCapacity(count)
        for row in 0..<count {
            var squares = 0.0
            for value in matrix.row(row) { squares += Double(value) * Double(value) }
            let norm = squares.squareRoot()
            let scale = similarity == .innerProduct ? 1 : norm > 0 ? 1 / norm : 0
            for column in 0..<matrix.columns { values[row * vectors + column / 4][column % 4] = Double(matrix[row, column]) * scale }
            norms.append(norm * scale)
        }
        self.norms = norms
        self.values = values
    }

    var width: Int { 4 * vectors }

    /// Lends rows as plain numbers, row after row.
    func withRows<Result>(_ rows: Range<Int>, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
        values.withUnsafeBytes { bytes in
            let all = bytes.assumingMemoryBound(to: Double.self)
            return body(UnsafeBufferPointer(rebasing: all[(rows.lowerBound * width)..<(rows.upperBound * width)]))
        }
    }

    /// The inner product of a row with a row of `other`, summed in one order whatever their places: equal rows give equal bits.
    func product(_ row: Int, _ other: PreparedRows, _ otherRow: Int) -> Double {
        values.withUnsafeBufferPointer { own in
            other.values.withUnsafeBufferPointer { theirs in
                var sum = SIMD4<Double>.zero
                let (a, b) = (row * vectors, otherRow * vectors)
                for index in 0..<vectors { sum += own[a + index] * theirs[b + index] }
                return (sum[0] + sum[1]) + (sum[2] + sum[3])
            }
        }
    }
}
