/// Why a report could not be written.
public enum ReportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A call of the file system failed on the page or on the folder it belongs in.
    case notWritten(path: String, call: String, reason: String)

    public var description: String {
        switch self {
        case .notWritten(let path, let call, let reason):
            "cannot write the report '\(path)': \(call): \(reason); "
                + "check that the folder may be written and the disk has room, then run the report stage again"
        }
    }
}
