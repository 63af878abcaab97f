import Kernels
import Tensors

/// The embeddings of the whole training set in one modality, as constants: where a batch looks for neighbours beyond itself.
///
/// Filled at the start of an epoch by the network as it is outside training; after each batch its rows are overwritten with the
/// embeddings the batch had.
struct EmbeddingBank {
    private var rows = Matrix(rows: 0, columns: 0)
    private var unitRows = Matrix(rows: 0, columns: 0)
    private var labels: [Int] = []
    private var similarities = Matrix(rows: 0, columns: 0)

    /// - Parameter embed: features to embeddings of `width` columns; called for blocks of rows, so that memory stays bounded.
    mutating func refresh(labels: [Int], width: Int, of features: Matrix, embed: (Matrix) -> Matrix) {
        self.labels = labels
        rows = Matrix(rows: features.rows, columns: width)
        unitRows = rows
        let block = 2_048
        for start in stride(from: 0, to: features.rows, by: block) {
            let items = Array(start..<min(start + block, features.rows))
            overwrite(items, with: embed(features.gathering(rows: items)))
        }
    }

    /// - Parameter items: rows of the training set.
    mutating func overwrite(_ items: [Int], with embeddings: Matrix) {
        let unit = RowNormalization(embeddings).output
        let width = embeddings.columns
        for (row, item) in items.enumerated() {
            for column in 0..<width {
                rows.values[item * width + column] = embeddings.values[row * width + column]
                unitRows.values[item * width + column] = unit.values[row * width + column]
            }
        }
    }

    /// A batch with its neighbours in the bank; an item's own row is left out by its number.
    mutating func neighbourhood(
        of embeddings: Matrix, _ unitEmbeddings: Matrix, labels own: [Int], items: [Int], _ graph: NeighbourGraph
    ) -> Neighbourhood {
        if similarities.rows != embeddings.rows || similarities.columns != rows.rows {
            similarities = Matrix(rows: embeddings.rows, columns: rows.rows)
        }
        multiplyConcurrently(unitEmbeddings, .asIs, unitRows, .transposed, into: &similarities)
        let lists = NearestRows.lists(similarities, k: graph.k, own: items, labels: graph.sameClass ? (own, labels) : nil)
        let neighbours = rows.gathering(rows: lists.flatMap(\.self))
        var place = embeddings.rows
        let places = lists.map { list in
            defer { place += list.count }
            return Array(place..<(place + list.count))
        }
        return Neighbourhood(
            rows: Matrix(rows: embeddings.rows + neighbours.rows, columns: embeddings.columns, values: embeddings.values + neighbours.values),
            lists: NeighbourLists(places))
    }
}
