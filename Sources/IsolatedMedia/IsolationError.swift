/// Why no decoder can be had at all; no clip's fault.
public enum IsolationError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotStart(program: String, reason: String)

    public var description: String {
        switch self {
        case .cannotStart(let program, let reason):
            "a decoder process of \(program) cannot be started: \(reason); free memory or processes, or set decode.isolate: false"
        }
    }
}
