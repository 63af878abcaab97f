public import Tensors

/// A trained model: both modalities' encoders into one space and, if it was trained with labels, the projection to classes.
///
/// An encoder may be followed by an affine projection of its own (canonical directions, label space); embeddings are taken
/// after it, posteriors before it. Each modality is embedded alone, so an embedding knows nothing of its paired item: a method
/// that fuses a pair (DCLMA, MSNSCA) cannot be expressed as such a model.
///
/// Parts that only training uses (decoders, proxies) are carried along in ``tensors``.
public struct CrossModalModel: Sendable, Hashable {
    /// Every parameter by name: `audio.encoder.0.weight`, `label_projection.bias`, ...; dense weights are `[out, in]`.
    public let tensors: [String: Tensor]
    private let audio: Side
    private let visual: Side

    /// One modality's part.
    private struct Side: Hashable {
        let encoder: DenseStack
        let projection: DenseStack.Layer?
        let labels: DenseStack.Layer?

        var outputWidth: Int { projection?.weight.rows ?? encoder.outputWidth }
    }

    /// Parts that only training uses.
    private static let carried = [
        "audio.decoder.", "visual.decoder.", "audio.proxy.", "visual.proxy.", "loss.", "adversary.", "label_regression.", "log_scale",
    ]

    /// Columns of the features each encoder takes.
    public var audioWidth: Int { audio.encoder.inputWidth }
    public var visualWidth: Int { visual.encoder.inputWidth }
    /// Columns of an embedding.
    public var embeddingWidth: Int { audio.outputWidth }
    /// Classes of a posterior; nil without a label projection.
    public var classCount: Int? { audio.labels?.weight.rows }

    /// - Parameters:
    ///   - tensors: as ``tensors`` gave them.
    /// - Throws: ``MetricLearningError`` if a tensor is missing, unknown, not finite or of a shape that does not fit.
    public init(tensors: [String: Tensor]) throws(MetricLearningError) {
        var rest = tensors
        self.tensors = tensors
        let encoders = (
            audio: try DenseStack(taking: "audio.encoder", from: &rest), visual: try DenseStack(taking: "visual.encoder", from: &rest))
        let projections = try Self.projections(encoders.audio, encoders.visual, from: &rest)
        let heads = try Self.heads(encoders.audio, encoders.visual, from: &rest)
        audio = Side(encoder: encoders.audio, projection: projections.audio, labels: heads.audio)
        visual = Side(encoder: encoders.visual, projection: projections.visual, labels: heads.visual)
        guard audio.outputWidth == visual.outputWidth else {
            let name = projections.visual == nil ? "visual.encoder.\(encoders.visual.layers.count - 1).weight" : "visual.projection.weight"
            throw .tensorShape(
                name: name, shape: tensors[name]?.shape ?? [],
                expected: "\(audio.outputWidth) rows, as the audio side's last layer has")
        }
        if let stranger = rest.keys.sorted().first(where: { name in !Self.carried.contains { name.hasPrefix($0) } }) {
            throw .unknownTensor(name: stranger)
        }
        if let bad = rest.filter({ !$0.value.values.allSatisfy(\.isFinite) }).keys.min() { throw .tensorNotFinite(name: bad) }
    }

    /// Both modalities have a projection, or neither.
    private static func projections(
        _ audio: DenseStack, _ visual: DenseStack, from tensors: inout [String: Tensor]
    ) throws(MetricLearningError) -> (audio: DenseStack.Layer?, visual: DenseStack.Layer?) {
        let own = try DenseStack.Layer.optional(taking: "audio.projection", inputs: audio.outputWidth, from: &tensors)
        let other = try DenseStack.Layer.optional(taking: "visual.projection", inputs: visual.outputWidth, from: &tensors)
        if (own == nil) != (other == nil) {
            throw .missingTensor(name: own == nil ? "audio.projection.weight" : "visual.projection.weight")
        }
        return (own, other)
    }

    /// One projection to classes for both modalities, or one each, or none.
    private static func heads(
        _ audio: DenseStack, _ visual: DenseStack, from tensors: inout [String: Tensor]
    ) throws(MetricLearningError) -> (audio: DenseStack.Layer?, visual: DenseStack.Layer?) {
        if let shared = try DenseStack.Layer.optional(taking: "label_projection", inputs: audio.outputWidth, from: &tensors) {
            guard shared.weight.columns == visual.outputWidth else {
                throw .tensorShape(
                    name: "label_projection.weight", shape: [shared.weight.rows, shared.weight.columns],
                    expected: "[classes, \(visual.outputWidth)]")
            }
            return (shared, shared)
        }
        let own = try DenseStack.Layer.optional(taking: "audio.label_projection", inputs: audio.outputWidth, from: &tensors)
        let other = try DenseStack.Layer.optional(taking: "visual.label_projection", inputs: visual.outputWidth, from: &tensors)
        guard let own, let other else {
            if own == nil, other == nil { return (nil, nil) }
            throw .missingTensor(name: own == nil ? "audio.label_projection.weight" : "visual.label_projection.weight")
        }
        guard own.weight.rows == other.weight.rows else {
            throw .tensorShape(
                name: "visual.label_projection.weight", shape: [other.weight.rows, other.weight.columns],
                expected: "\(own.weight.rows) rows, as the audio side's has")
        }
        return (own, other)
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
    public func posterior(audio features: Matrix) throws(MetricLearningError) -> Matrix { try classify(features, by: audio, "audio") }

    /// `[rows, classes]` probabilities of each class given the picture.
    public func posterior(visual features: Matrix) throws(MetricLearningError) -> Matrix { try classify(features, by: visual, "visual") }

    private func embed(_ features: Matrix, by side: Side, _ modality: String) throws(MetricLearningError) -> Matrix {
        let encoded = try encode(features, by: side, modality)
        return side.projection.map { $0(encoded) } ?? encoded
    }

    private func classify(_ features: Matrix, by side: Side, _ modality: String) throws(MetricLearningError) -> Matrix {
        guard let labels = side.labels else { throw .noLabelProjection }
        var scores = labels(try encode(features, by: side, modality))
        let classes = scores.columns
        scores.values.withUnsafeMutableBufferPointer { scores in
            for start in stride(from: 0, to: scores.count, by: classes) {
                softmax(UnsafeMutableBufferPointer(rebasing: scores[start..<(start + classes)]))
            }
        }
        return scores
    }

    private func encode(_ features: Matrix, by side: Side, _ modality: String) throws(MetricLearningError) -> Matrix {
        guard features.columns == side.encoder.inputWidth else {
            throw .embeddingWidth(modality: modality, columns: features.columns, expected: side.encoder.inputWidth)
        }
        return side.encoder(features)
    }
}
