/// A run that cannot begin or go on.
public enum WorkflowError: Error, Equatable, Sendable, CustomStringConvertible {
    case cannotWrite(path: String, reason: String)
    /// Another run works on the workspace; `holder` says who, where and since when.
    case locked(workspace: String, holder: String)

    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "\(path): cannot be written: \(reason)"
        case .locked(let workspace, let holder):
            "\(workspace): another run is at work there (\(holder)); wait for it, stop it, or use another workspace"
        }
    }
}
