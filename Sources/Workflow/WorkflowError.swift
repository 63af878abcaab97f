/// A run that cannot begin or go on.
public enum WorkflowError: Error, Equatable, Sendable, CustomStringConvertible {
    case cannotWrite(path: String, reason: String)
    /// The file system the workspace lies on has no locks.
    case cannotLock(path: String, reason: String)
    /// Another run works on the workspace; `holder` says who, where and since when.
    case locked(workspace: String, holder: String)
    /// What a stage left that is not to run was changed since; `detail` names the file.
    case damagedOutput(stage: String, detail: String)

    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "\(path): cannot be written: \(reason)"
        case .cannotLock(let path, let reason):
            "\(path): the file system gives no locks: \(reason); mount it with them, or put the workspace on another one"
        case .locked(let workspace, let holder):
            "\(workspace): another run is at work there (\(holder)); wait for it, stop it, or use another workspace"
        case .damagedOutput(let stage, let detail):
            "\(detail); let the '\(stage)' stage run too, which writes it again"
        }
    }
}
