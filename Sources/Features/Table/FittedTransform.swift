public import ArrayFiles
public import Clips
import Extractors
import Tensors

/// What a new clip's pooled features go through before the model: fitted on the training part, saved beside the model.
public struct FittedTransform: Sendable {
    public let components: [Modality: PrincipalComponents]
    public let normalization: [Modality: FittedNormalization]
    /// What rows go through before they are pooled.
    public var processing: [Modality: PostProcessing] = [:]

    /// Names: `<modality>.post.mean|matrix` for what rows go through before they are pooled, `<modality>.pca.mean|components|variances`, `<modality>.shift|scale`.
    public var dictionary: TensorDictionary {
        var dictionary = TensorDictionary()
        for (modality, fitted) in normalization {
            dictionary.tensors["\(modality.rawValue).shift"] = Tensor(shape: [fitted.shift.count], values: fitted.shift)
            dictionary.tensors["\(modality.rawValue).scale"] = Tensor(shape: [fitted.scale.count], values: fitted.scale)
        }
        for (modality, pca) in components {
            dictionary.tensors["\(modality.rawValue).pca.mean"] = Tensor(shape: [pca.mean.count], values: pca.mean)
            dictionary.tensors["\(modality.rawValue).pca.components"] = Tensor(pca.components)
            dictionary.tensors["\(modality.rawValue).pca.variances"] = Tensor(shape: [pca.variances.count], values: pca.variances)
        }
        for (modality, processing) in processing { processing.store(in: &dictionary, modality) }
        dictionary.metadata["description"] = "y = ((x - pca.mean) pca.components^T - shift) * scale, on mean-pooled rows x"
        return dictionary
    }
}

extension PostProcessing {
    /// Components are stored as fitted ones are: the next run may reuse them from here.
    fileprivate func store(in dictionary: inout TensorDictionary, _ modality: Modality) {
        let prefix = modality.rawValue
        switch self {
        case .none: break
        case .components(let pca):
            dictionary.tensors["\(prefix).pca.mean"] = Tensor(shape: [pca.mean.count], values: pca.mean)
            dictionary.tensors["\(prefix).pca.components"] = Tensor(pca.components)
            dictionary.tensors["\(prefix).pca.variances"] = Tensor(shape: [pca.variances.count], values: pca.variances)
        case .published(let projection, let quantizer):
            dictionary.tensors["\(prefix).post.mean"] = Tensor(shape: [projection.mean.count], values: projection.mean.map(Float.init))
            dictionary.tensors["\(prefix).post.matrix"] = Tensor(
                shape: [projection.outputs, projection.mean.count], values: projection.matrix.map(Float.init))
            dictionary.metadata["\(prefix).post"] = "\(projection.kind.rawValue): matrix (row - mean), "
                + (quantizer.map { "then codes 0 to 255 of \($0.low) to \($0.high), \($0.rounding.rawValue)" } ?? "not quantised")
        }
    }
}
