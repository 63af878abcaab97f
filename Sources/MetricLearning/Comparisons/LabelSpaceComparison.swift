import Tensors

/// Label projections of proxies with those of embeddings: one term for each of the eight choices of modality for anchor, positive
/// and negative.
final class LabelSpaceComparison: Comparison {
    private let loss: any MetricLoss
    private let projection: Linear

    /// - Parameter projection: the objective's label projection, which owns its parameters.
    init(_ loss: any MetricLoss, projection: Linear) {
        self.loss = loss
        self.projection = projection
    }

    func descend(audio: ModalityBranch, visual: ModalityBranch, labels: [Int], terms: inout ObjectiveTerms) {
        let branches = [audio, visual]
        let anchors = branches.map { RowNormalization(projection.forward($0.proxies)) }
        let references = branches.map { RowNormalization(projection.forward($0.embeddings)) }
        var slopes = Grid { _, _ in Matrix(rows: labels.count, columns: labels.count) }
        let distances = Grid { CosineDistance.forward(anchors: anchors[$0].output, references: references[$1].output) }
        let masks = Grid { PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: $0 == $1 ? .ignored : .compared) }
        for anchor in 0..<2 {
            for positive in 0..<2 {
                for negative in 0..<2 {
                    let both = Matrix.sideBySide(distances[anchor, positive], distances[anchor, negative])
                    let pairs = PairMasks.sideBySide(positivesOf: masks[anchor, positive], negativesOf: masks[anchor, negative])
                    let reduced = loss.reducer(loss(both, pairs))
                    slopes[anchor, positive].add(reduced.slopes.columns(0..<labels.count))
                    slopes[anchor, negative].add(reduced.slopes.columns(labels.count..<(2 * labels.count)))
                    terms.addMetric([anchor, positive, negative].map { branches[$0].name }.joined(separator: "-"), reduced)
                }
            }
        }
        descend(slopes, branches, anchors: anchors, references: references)
    }

    private func descend(_ slopes: Grid<Matrix>, _ branches: [ModalityBranch], anchors: [RowNormalization], references: [RowNormalization]) {
        let none = Matrix(rows: anchors[0].output.rows, columns: anchors[0].output.columns)
        var anchorGradients = [none, none], referenceGradients = anchorGradients
        for anchor in 0..<2 {
            for reference in 0..<2 {
                CosineDistance.backward(
                    slopes: slopes[anchor, reference], anchors: anchors[anchor].output, references: references[reference].output,
                    addingTo: &anchorGradients[anchor], &referenceGradients[reference])
            }
        }
        for (index, branch) in branches.enumerated() {
            let fromProxies = anchors[index].backward(anchorGradients[index])
            projection.accumulate(input: branch.proxies, gradient: fromProxies)
            projection.inputGradient(fromProxies, into: &branch.proxyGradient, keep: 1)
            let fromEmbeddings = references[index].backward(referenceGradients[index])
            projection.accumulate(input: branch.embeddings, gradient: fromEmbeddings)
            projection.inputGradient(fromEmbeddings, into: &branch.embeddingGradient, keep: 1)
        }
    }
}

/// Two by two values: by the modality of the anchors, then of the references.
private struct Grid<Value> {
    private var values: [Value]

    init(_ value: (Int, Int) -> Value) { values = [value(0, 0), value(0, 1), value(1, 0), value(1, 1)] }

    subscript(anchor: Int, reference: Int) -> Value {
        get { values[2 * anchor + reference] }
        _modify { yield &values[2 * anchor + reference] }
    }
}

extension Matrix {
    fileprivate static func sideBySide(_ left: Matrix, _ right: Matrix) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(left.values.count + right.values.count)
        for row in 0..<left.rows {
            values.append(contentsOf: left.row(row))
            values.append(contentsOf: right.row(row))
        }
        return Matrix(rows: left.rows, columns: left.columns + right.columns, values: values)
    }

    fileprivate func columns(_ range: Range<Int>) -> Matrix {
        var part: [Float] = []
        part.reserveCapacity(rows * range.count)
        for row in 0..<rows { part.append(contentsOf: values[(row * columns + range.lowerBound)..<(row * columns + range.upperBound)]) }
        return Matrix(rows: rows, columns: range.count, values: part)
    }
}
