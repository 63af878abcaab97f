import Tensors

/// Similarities of query rows to a whole gallery, in double precision.
///
/// Every score is summed over the columns in their order, whatever its place, so equal rows have equal scores to the
/// bit and ties are real ties; a matrix product in single precision would break them by position, and would tie
/// saturated posteriors that double precision tells apart.
struct ScoreTable: Sendable {
    /// Queries scored in one pass over the gallery.
    static let block = 4
    private static let lanes = 4

    let galleryCount: Int
    private let width: Int
    private let similarity: Similarity
    /// Panels of `lanes` gallery rows, column by column: element `[panel][column][lane]`; the last panel is padded with zeros.
    private let panels: [SIMD4<Double>]

    init(gallery: Matrix, similarity: Similarity) {
        galleryCount = gallery.rows
        width = gallery.columns
        self.similarity = similarity
        let panelCount = (gallery.rows + Self.lanes - 1) / Self.lanes
        var panels = [SIMD4<Double>](repeating: .zero, count: panelCount * gallery.columns)
        for row in 0..<gallery.rows {
            let scale = Self.scale(of: gallery, row: row, similarity)
            let (panel, lane) = row.quotientAndRemainder(dividingBy: Self.lanes)
            for column in 0..<width { panels[panel * width + column][lane] = Double(gallery[row, column]) * scale }
        }
        self.panels = panels
    }

    /// Scores of query rows `first..<(first + count)`, `count` at most ``block``.
    ///
    /// - Parameters:
    ///   - scores: at least `block * galleryCount` values; query q's scores start at `q * galleryCount`.
    func fill(_ scores: UnsafeMutableBufferPointer<Double>, queries: Matrix, first: Int, count: Int) {
        let prepared = prepare(queries, first: first, count: count)
        panels.withUnsafeBufferPointer { panels in
            prepared.withUnsafeBufferPointer { prepared in
                for panel in 0..<((galleryCount + Self.lanes - 1) / Self.lanes) {
                    var s0 = SIMD4<Double>.zero, s1 = SIMD4<Double>.zero, s2 = SIMD4<Double>.zero, s3 = SIMD4<Double>.zero
                    for column in 0..<width {
                        let items = panels[panel * width + column]
                        let query = prepared[column]
                        s0 += items * query[0]
                        s1 += items * query[1]
                        s2 += items * query[2]
                        s3 += items * query[3]
                    }
                    let start = panel * Self.lanes
                    for lane in 0..<min(Self.lanes, galleryCount - start) {
                        scores[start + lane] = s0[lane]
                        scores[galleryCount + start + lane] = s1[lane]
                        scores[2 * galleryCount + start + lane] = s2[lane]
                        scores[3 * galleryCount + start + lane] = s3[lane]
                    }
                }
            }
        }
    }

    /// The queries column by column, missing ones zero.
    private func prepare(_ queries: Matrix, first: Int, count: Int) -> [SIMD4<Double>] {
        var prepared = [SIMD4<Double>](repeating: .zero, count: width)
        for query in 0..<count {
            let scale = Self.scale(of: queries, row: first + query, similarity)
            for column in 0..<width { prepared[column][query] = Double(queries[first + query, column]) * scale }
        }
        return prepared
    }

    private static func scale(of matrix: Matrix, row: Int, _ similarity: Similarity) -> Double {
        guard similarity == .cosine else { return 1 }
        var squares = 0.0
        for value in matrix.row(row) { squares += Double(value) * Double(value) }
        return squares > 0 ? 1 / squares.squareRoot() : 0
    }
}
