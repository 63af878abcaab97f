import Tensors

/// One modality's encoder of a baseline, with the state of the step in hand.
final class EncoderBranch {
    let name: String
    let encoder: MultilayerPerceptron

    private(set) var features = Matrix(rows: 0, columns: 0)
    /// The encoder's output.
    private(set) var embeddings = Matrix(rows: 0, columns: 0)
    private(set) var unit: RowNormalization

    /// Gradients of the embeddings and of the unit rows, as the losses add to them.
    var gradient = Matrix(rows: 0, columns: 0)
    var unitGradient = Matrix(rows: 0, columns: 0)

    /// - Parameter shared: a last layer that both modalities have in common.
    init(_ settings: TrainingSettings, name: String, width: Int, shared: Linear?) {
        self.name = name
        encoder = MultilayerPerceptron(
            name: "\(name).encoder", widths: [width, settings.hidden, settings.hidden, settings.embedding],
            dropout: settings.dropout, seed: UInt64(settings.seed), activation: settings.activation,
            initialWeights: settings.initialWeights, shared: shared)
        unit = RowNormalization(embeddings)
    }

    /// Embeddings of a batch; gradients start at zero.
    func forward(_ features: Matrix) {
        self.features = features
        embeddings = encoder.forward(features)
        unit = RowNormalization(embeddings)
        gradient = Matrix(rows: embeddings.rows, columns: embeddings.columns)
        unitGradient = gradient
    }

    /// Carries the gradients that were added up to the encoder's parameters.
    func backward() {
        gradient.add(unit.backward(unitGradient))
        encoder.backward(gradient)
    }
}
