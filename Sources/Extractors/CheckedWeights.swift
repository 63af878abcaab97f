import Tensors
import TensorFiles

extension TensorDictionary {
    /// The values of a tensor that the manifest's check has found there.
    func values(_ name: String) -> [Float] {
        guard let tensor = tensors[name] else { preconditionFailure("\(name) was checked and is gone") }
        return tensor.values
    }
}
