import Clips
import Extractors
import TensorFiles
import Tensors

/// What a new clip's pooled features go through before the model: fitted on the training part, saved beside the model.
struct FittedTransform: Sendable {
    let components: [Modality: PrincipalComponents]
    let normalization: [Modality: FittedNormalization]

    /// Names: `<modality>.pca.mean|components|variances`, `<modality>.shift|scale`.
    var dictionary: TensorDictionary {
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
        dictionary.metadata["description"] = "y = ((x - pca.mean) pca.components^T - shift) * scale, on mean-pooled rows x"
        return dictionary
    }
}
