import Kernels
import Tensors

/// The mean over the queries of one over the rank of the gallery item with the query's own row, by cosine.
///
/// An item that ties with the paired one stands before it if its row does. Computed in blocks of queries.
func pairedReciprocalRank(queries: Matrix, gallery: Matrix) -> Double {
    precondition(queries.rows == gallery.rows && queries.columns == gallery.columns)
    guard queries.rows > 0 else { return 0 }
    let block = 512, unitQueries = RowNormalization(queries).output, unitGallery = RowNormalization(gallery).output
    var total = 0.0
    for start in stride(from: 0, to: queries.rows, by: block) {
        let rows = Array(start..<min(start + block, queries.rows))
        let scores = multiply(unitQueries.gathering(rows: rows), .asIs, unitGallery, .transposed)
        for (index, paired) in rows.enumerated() {
            let row = scores.row(index)
            let own = row[row.startIndex + paired]
            let before = row.enumerated().count { $1 > own || ($1 == own && $0 < paired) }
            total += 1 / Double(before + 1)
        }
    }
    return total / Double(queries.rows)
}
