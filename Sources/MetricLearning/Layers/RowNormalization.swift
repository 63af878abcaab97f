import Tensors

/// Rows scaled to unit Euclidean length: `y = x / max(||x||, 1e-12)`.
struct RowNormalization {
    private static let floor: Float = 1e-12

    let output: Matrix
    /// `max(||x||, floor)` by row.
    private let norms: [Float]

    init(_ x: Matrix) {
        var output = x
        var norms = [Float](repeating: 0, count: x.rows)
        let columns = x.columns
        output.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<norms.count {
                let start = row * columns
                var squares = 0.0
                for index in start..<(start + columns) { squares += Double(values[index]) * Double(values[index]) }
                let norm = max(Float(squares.squareRoot()), Self.floor)
                for index in start..<(start + columns) { values[index] /= norm }
                norms[row] = norm
            }
        }
        self.output = output
        self.norms = norms
    }

    /// `dx = (dy - y (y . dy)) / norm`.
    func backward(_ gradient: Matrix) -> Matrix {
        var dx = gradient
        let columns = gradient.columns
        output.values.withUnsafeBufferPointer { y in
            dx.values.withUnsafeMutableBufferPointer { dx in
                for row in 0..<norms.count {
                    let start = row * columns
                    var dot = 0.0
                    for index in start..<(start + columns) { dot += Double(y[index]) * Double(dx[index]) }
                    let along = Float(dot), scale = 1 / norms[row]
                    for index in start..<(start + columns) { dx[index] = (dx[index] - y[index] * along) * scale }
                }
            }
        }
        return dx
    }
}
