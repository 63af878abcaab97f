import Tensors

/// What a baseline puts on top of its two encoders: its losses and their layers.
protocol EmbeddingHead: AnyObject {
    /// Every trained tensor of the head, in a fixed order.
    var parameters: [Parameter] { get }

    /// Adds the losses' gradients to the branches and to the parameters.
    ///
    /// - Parameter progress: share of the training that is behind.
    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms

    /// The head's part of the model, by the names of a model file.
    var tensors: [String: Tensor] { get }
}

extension EmbeddingHead {
    var tensors: [String: Tensor] { Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.tensor) }) }
}
