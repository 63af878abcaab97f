/// Why a model cannot be trained or rebuilt.
public enum MetricLearningError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The modalities and labels of a set have different numbers of rows.
    case rowCounts(set: String, audio: Int, visual: Int, labels: Int)
    /// A set has other columns than the training set.
    case width(set: String, modality: String, columns: Int, expected: Int)
    /// A feature that is NaN or infinite.
    case featureNotFinite(set: String, modality: String, row: Int, column: Int)
    /// A label outside `0..<classCount`.
    case labelOutOfRange(set: String, row: Int, label: Int, classCount: Int)
    /// Not two classes with two items each: no loss can compare anything.
    case tooFewItems(items: Int, usableClasses: Int)
    /// A loss term or gradient stopped being a finite number.
    case diverged(epoch: Int, step: Int, term: String)
    /// A tensor the model needs is not there.
    case missingTensor(name: String)
    /// A tensor no model has.
    case unknownTensor(name: String)
    /// A tensor of another shape than its neighbours demand.
    case tensorShape(name: String, shape: [Int], expected: String)
    /// A tensor with a value that is NaN or infinite.
    case tensorNotFinite(name: String)
    /// Posteriors were asked of a model trained without the label loss.
    case noLabelProjection
    /// Embeddings or features that are not finite numbers, of which no correlation can be computed.
    case notCorrelatable
    /// A checkpoint that cannot be continued from.
    case checkpointDamaged(detail: String)
    /// Features of another width than the encoder's.
    case embeddingWidth(modality: String, columns: Int, expected: Int)

    public var description: String {
        switch self {
        case .rowCounts(let set, let audio, let visual, let labels):
            "\(set) set: \(audio) audio rows, \(visual) visual rows and \(labels) labels; every item needs one of each"
        case .width(let set, let modality, let columns, let expected):
            "\(set) set: \(modality) features have \(columns) columns, expected \(expected); assemble every split with the same transform"
        case .featureNotFinite(let set, let modality, let row, let column):
            "\(set) set: \(modality) feature at row \(row), column \(column) is not a finite number; look at that clip's features"
        case .labelOutOfRange(let set, let row, let label, let classCount):
            "\(set) set: row \(row) has label \(label), expected 0 to \(classCount - 1)"
        case .tooFewItems(let items, let usableClasses):
            "training set: \(items) items with \(usableClasses) classes of at least two; at least two such classes are needed"
        case .diverged(let epoch, let step, let term):
            "epoch \(epoch), step \(step): '\(term)' is not a finite number; lower learning_rate or set gradient_clip"
        case .missingTensor(let name):
            "model: tensor '\(name)' is missing; is the file a model of this program?"
        case .unknownTensor(let name):
            "model: unknown tensor '\(name)'; is the file a model of this program?"
        case .tensorShape(let name, let shape, let expected):
            "model: tensor '\(name)' has shape \(shape), expected \(expected)"
        case .tensorNotFinite(let name):
            "model: tensor '\(name)' holds a value that is not a finite number; train again"
        case .noLabelProjection:
            "the model has no label projection (label_weight was 0), so it gives no posteriors; score by cosine or train with a label loss"
        case .notCorrelatable:
            "the embeddings hold values that are not finite numbers, so they have no correlation; lower learning_rate or set gradient_clip"
        case .checkpointDamaged(let detail):
            "checkpoint: \(detail); remove it to train from the start"
        case .embeddingWidth(let modality, let columns, let expected):
            "\(modality) features have \(columns) columns, but the model was trained on \(expected)"
        }
    }
}
