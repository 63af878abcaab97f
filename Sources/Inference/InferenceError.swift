public import Kernels

/// Why a network cannot be made ready or run.
public enum InferenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A layer's kernel could not be made or did not run.
    case kernel(KernelError)
    /// Parts are concatenated at a boundary that is not a multiple of the block in which kernels write channels.
    case unalignedConcatenation(channels: [Int], block: Int)

    public var description: String {
        switch self {
        case .kernel(let reason):
            reason.description
        case .unalignedConcatenation(let channels, let block):
            "parts of \(channels) channels cannot be concatenated in place: every part but the last needs a multiple of \(block)"
        }
    }
}
