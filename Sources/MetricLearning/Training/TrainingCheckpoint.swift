public import Tensors

/// A training at the end of an epoch: all that the epochs after it depend on.
///
/// Continued by the same settings on the same data with the same number of BLAS threads, it ends with the very weights, records
/// (times aside) and best epoch of a training that was never stopped. Whoever keeps it makes sure that settings and data are
/// the same; shapes alone are checked here.
public struct TrainingCheckpoint: Sendable, Hashable {
    /// Parameters (`parameter.NAME`), the optimiser's averages (`optimiser.AVERAGE.NAME`) and the best model so far (`best.NAME`).
    public let tensors: [String: Tensor]
    /// Everything else, as JSON.
    public let state: String

    public init(tensors: [String: Tensor], state: String) {
        self.tensors = tensors
        self.state = state
    }
}
