import Settings
public import Tensors

/// `proxies: train`: averages the nearest training items of its modality into each item.
struct TrainingProxies: Rescoring {
    static let name = "train"
    static let key = RescoringKey.proxies

    let neighbours: Int

    init(from evaluate: Section) throws(SettingsError) { neighbours = try evaluate.proxyNeighbours() }

    var label: String { "training proxies k=\(neighbours)" }
    let isTransductive = false

    func rows(_ rows: ModalityRows, similarity: Similarity, changesTraining: Bool) throws(RetrievalError) -> ModalityRows {
        let rows = rows.comparable(by: similarity)
        var changed = rows
        changed.test.values = try meanProxies(of: rows.test, in: rows.training, count: neighbours)
        if changesTraining {
            changed.training.values = try meanProxies(of: rows.training, in: rows.training, count: neighbours, excludingOwnRow: true)
        }
        return changed
    }
}

/// `proxies: gallery`: averages the nearest unlabelled test items of its modality into each item.
struct GalleryProxies: Rescoring {
    static let name = "gallery"
    static let key = RescoringKey.proxies

    let neighbours: Int

    init(from evaluate: Section) throws(SettingsError) { neighbours = try evaluate.proxyNeighbours() }

    var label: String { "gallery proxies k=\(neighbours)" }
    let isTransductive = true

    func rows(_ rows: ModalityRows, similarity: Similarity, changesTraining: Bool) throws(RetrievalError) -> ModalityRows {
        let rows = rows.comparable(by: similarity)
        var changed = rows
        changed.test.values = try meanProxies(of: rows.test, in: rows.test, count: neighbours, excludingOwnRow: true)
        if changesTraining { changed.training.values = try meanProxies(of: rows.training, in: rows.test, count: neighbours) }
        return changed
    }
}

extension Section {
    /// `proxy_neighbours`, which all proxies share.
    fileprivate func proxyNeighbours() throws(SettingsError) -> Int { try integer("proxy_neighbours", default: 10, in: 1...1_000_000) }
}

extension ModalityRows {
    /// Vectors that are compared by angle at unit length: lengths must not weigh in a mean of them.
    fileprivate func comparable(by similarity: Similarity) -> ModalityRows {
        guard similarity == .cosine else { return self }
        return ModalityRows(
            test: NeighbourBank(keys: test.keys, values: unitRows(test.values)),
            training: NeighbourBank(keys: training.keys, values: unitRows(training.values)))
    }
}

/// Items that lend their neighbourhood to others: what they are found by, and what is averaged.
public struct NeighbourBank: Sendable {
    /// What neighbours are found by, in cosine; `[items, key width]`.
    public let keys: Matrix
    /// What a neighbour contributes; `[items, value width]`.
    public var values: Matrix

    public init(keys: Matrix, values: Matrix) {
        precondition(keys.rows == values.rows, "\(keys.rows) keys for \(values.rows) values")
        self.keys = keys
        self.values = values
    }
}

/// Half of each item's own value and half of the mean over its `count` nearest items of the bank.
///
/// With training items in the bank this is inductive: a single query can be treated so. With the unlabelled test items of
/// the same modality it is transductive.
///
/// - Parameter excludingOwnRow: leaves row i out of item i's neighbours: the bank is the items themselves.
/// - Returns: `[items, value width]`; fewer neighbours than `count` are averaged where the bank is smaller, and none leave the value alone.
/// - Throws: ``RetrievalError`` as ``nearest(_:count:excludingOwnRow:)``.
public func meanProxies(
    of items: NeighbourBank, in bank: NeighbourBank, count: Int, excludingOwnRow: Bool = false
) throws(RetrievalError) -> Matrix {
    let scores = try SimilarityScores(queries: items.keys, gallery: bank.keys, similarity: .cosine)
    let lists = try nearest(scores, count: count, excludingOwnRow: excludingOwnRow)
    var proxies = items.values
    for (row, neighbours) in lists.enumerated() where !neighbours.isEmpty {
        for column in 0..<proxies.columns {
            let sum = neighbours.reduce(0.0) { $0 + Double(bank.values[$1.index, column]) }
            proxies[row, column] = Float((Double(items.values[row, column]) + sum / Double(neighbours.count)) / 2)
        }
    }
    return proxies
}

/// The rows at unit length; rows of zeros stay.
public func unitRows(_ matrix: Matrix) -> Matrix {
    var unit = matrix
    for row in 0..<matrix.rows {
        let norm = matrix.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        if norm > 0 { for column in 0..<matrix.columns { unit[row, column] = Float(Double(matrix[row, column]) / norm) } }
    }
    return unit
}
