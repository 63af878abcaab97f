public import Tensors

/// A trained model: both modalities' encoders into one space and, if it was trained with labels, the projection to classes.
///
/// Parts that only training uses (decoders, proxies) are carried along in ``tensors``.
public struct CrossModalModel: Sendable, Hashable {
    /// Every parameter by name: `audio.encoder.0.weight`, `label_projection.bias`, ...; dense weights are `[out, in]`.
    public let tensors: [String: Tensor]
    private let audio: DenseStack
    private let visual: DenseStack
    private let labels: DenseStack.Layer?

    /// Columns of the features each encoder takes.
    public var audioWidth: Int { audio.inputWidth }
    public var visualWidth: Int { visual.inputWidth }
    /// Columns of an embedding.
    public var embeddingWidth: Int { audio.outputWidth }
    /// Classes of a posterior; nil without a label projection.
    public var classCount: Int? { labels?.weight.rows }

    /// - Parameters:
    ///   - tensors: as ``tensors`` gave them.
    /// - Throws: ``MetricLearningError`` if a tensor is missing, unknown, not finite or of a shape that does not fit.
    public init(tensors: [String: Tensor]) throws(MetricLearningError) {
        var rest = tensors
        self.tensors = tensors
        audio = try DenseStack(taking: "audio.encoder", from: &rest)
        visual = try DenseStack(taking: "visual.encoder", from: &rest)
        guard audio.outputWidth == visual.outputWidth else {
            let index = visual.layers.count - 1
            throw .tensorShape(
                name: "visual.encoder.\(index).weight", shape: [visual.outputWidth, visual.layers[index].weight.columns],
                expected: "\(audio.outputWidth) rows, as the audio encoder's last has")
        }
        labels = rest.keys.contains { $0.hasPrefix("label_projection.") }
            ? try DenseStack.Layer(taking: "label_projection", inputs: audio.outputWidth, from: &rest) : nil
        let known = ["audio.decoder.", "visual.decoder.", "audio.proxy.", "visual.proxy.", "loss."]
        if let stranger = rest.keys.sorted().first(where: { name in !known.contains { name.hasPrefix($0) } }) {
            throw .unknownTensor(name: stranger)
        }
    }

    /// `[rows, audio width]` features to `[rows, embedding width]`; lengths are free, the angle counts.
    ///
    /// - Throws: ``MetricLearningError/embeddingWidth(modality:columns:expected:)``.
    public func embed(audio features: Matrix) throws(MetricLearningError) -> Matrix { try embed(features, by: audio, "audio") }

    /// `[rows, visual width]` features to `[rows, embedding width]`.
    public func embed(visual features: Matrix) throws(MetricLearningError) -> Matrix { try embed(features, by: visual, "visual") }

    /// `[rows, classes]` probabilities of each class given the audio.
    ///
    /// - Throws: ``MetricLearningError/noLabelProjection``, and as ``embed(audio:)``.
    public func posterior(audio features: Matrix) throws(MetricLearningError) -> Matrix { try classify(embed(audio: features)) }

    /// `[rows, classes]` probabilities of each class given the picture.
    public func posterior(visual features: Matrix) throws(MetricLearningError) -> Matrix { try classify(embed(visual: features)) }

    private func embed(_ features: Matrix, by encoder: DenseStack, _ modality: String) throws(MetricLearningError) -> Matrix {
        guard features.columns == encoder.inputWidth else {
            throw .embeddingWidth(modality: modality, columns: features.columns, expected: encoder.inputWidth)
        }
        return encoder(features)
    }

    private func classify(_ embeddings: Matrix) throws(MetricLearningError) -> Matrix {
        guard let labels else { throw .noLabelProjection }
        var scores = Matrix(rows: embeddings.rows, columns: labels.weight.rows)
        affine(embeddings, weight: labels.weight, bias: labels.bias, into: &scores)
        let classes = scores.columns
        scores.values.withUnsafeMutableBufferPointer { scores in
            for start in stride(from: 0, to: scores.count, by: classes) {
                softmax(UnsafeMutableBufferPointer(rebasing: scores[start..<(start + classes)]))
            }
        }
        return scores
    }
}
