import Kernels
import Tensors

/// The covariances of two sets of rows, in double precision: what canonical correlation analysis works on.
struct CrossCovariance {
    /// Column means.
    let audioMean: [Double]
    let visualMean: [Double]
    /// `X^T X / (n - 1)` of centred rows, without a ridge.
    let audio: DoubleMatrix
    let visual: DoubleMatrix
    /// `beta S_pair + (1 - beta) S_class`.
    let cross: DoubleMatrix

    /// - Parameters:
    ///   - pairShare: beta; `S_pair = X^T Y / (n - 1)`, and `S_class`, the mean over all ordered pairs of one class,
    ///     `sum_c (sum_i x_i)(sum_j y_j)^T / sum_c n_c^2`.
    init(audio audioRows: Matrix, visual visualRows: Matrix, labels: [Int], pairShare: Double) {
        let n = audioRows.rows, block = 2_048
        audioMean = columnMeans(audioRows)
        visualMean = columnMeans(visualRows)
        var audioGram = GramMatrix(columns: audioRows.columns), visualGram = GramMatrix(columns: visualRows.columns)
        var cross = DoubleMatrix(rows: audioRows.columns, columns: visualRows.columns)
        let classCount = (labels.max() ?? 0) + 1
        var sums = (
            audio: DoubleMatrix(rows: classCount, columns: audioRows.columns),
            visual: DoubleMatrix(rows: classCount, columns: visualRows.columns))
        for start in stride(from: 0, to: n, by: block) {
            let rows = start..<min(start + block, n)
            let x = centred(audioRows, rows, audioMean), y = centred(visualRows, rows, visualMean)
            audioGram.add(x.values, rows: x.rows)
            visualGram.add(y.values, rows: y.rows)
            if pairShare > 0 { multiply(x, .transposed, y, addingTo: &cross, scale: pairShare / Double(max(1, n - 1))) }
            sums.audio.add(x, toRows: Array(labels[rows]))
            sums.visual.add(y, toRows: Array(labels[rows]))
        }
        if pairShare < 1 {
            var counts = [Double](repeating: 0, count: classCount)
            for label in labels { counts[label] += 1 }
            let pairs = counts.reduce(0) { $0 + $1 * $1 }
            multiply(sums.audio, .transposed, sums.visual, addingTo: &cross, scale: (1 - pairShare) / pairs)
        }
        self.cross = cross
        audio = covariance(audioGram, n)
        visual = covariance(visualGram, n)
    }
}

extension DoubleMatrix {
    /// Adds row i of `rows` to the row `targets[i]`.
    mutating func add(_ rows: DoubleMatrix, toRows targets: [Int]) {
        for (row, target) in targets.enumerated() {
            for column in 0..<columns { values[target * columns + column] += rows.values[row * columns + column] }
        }
    }
}

private func covariance(_ gram: GramMatrix, _ n: Int) -> DoubleMatrix {
    DoubleMatrix(rows: gram.columns, columns: gram.columns, values: gram.symmetric.map { $0 / Double(max(1, n - 1)) })
}

private func columnMeans(_ rows: Matrix) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.columns)
    for r in 0..<rows.rows {
        for c in 0..<rows.columns { sums[c] += Double(rows.values[r * rows.columns + c]) }
    }
    return sums.map { $0 / Double(max(1, rows.rows)) }
}

private func centred(_ matrix: Matrix, _ rows: Range<Int>, _ mean: [Double]) -> DoubleMatrix {
    let columns = matrix.columns
    var block = DoubleMatrix(rows: rows.count, columns: columns)
    for (index, row) in rows.enumerated() {
        for column in 0..<columns { block.values[index * columns + column] = Double(matrix.values[row * columns + column]) - mean[column] }
    }
    return block
}
