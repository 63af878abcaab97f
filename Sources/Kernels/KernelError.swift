/// A numerical routine that did not give a result.
public enum KernelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// LAPACK's `routine` did not converge or refused its input (`code` is its INFO).
    case noConvergence(routine: String, code: Int)
    /// oneDNN's `call` failed; `what` is the layer or tensor concerned.
    case oneDNN(call: String, status: Int, what: String)
    /// A layer's filter, stride, number of channels or addition to its destination is none that `algorithm` can compute.
    case unsuitableShape(layer: String, algorithm: String)

    public var description: String {
        switch self {
        case .noConvergence(let routine, let code):
            "\(routine) gave no result (info \(code)): look for NaN, infinite or constant values in its input"
        case .unsuitableShape(let layer, let algorithm):
            "\(layer): its filter, stride, number of channels or residual addition cannot be computed by '\(algorithm)': choose 'direct' for it"
        case .oneDNN(let call, let status, let what):
            "\(what): oneDNN's \(call) failed with status \(status); 'aadml doctor' tells what this machine supports"
        }
    }
}
