public import Archives
public import Media

/// Demo data that could not be made.
public enum DemoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A setting lies outside what the demo data can be made of.
    case invalidSetting(name: String, value: String, expected: String)
    /// A clip was drawn but could not be encoded.
    case notEncoded(clip: String, MediaError)
    /// The archive could not be written.
    case notWritten(path: String, ArchiveError)

    public var description: String {
        switch self {
        case .invalidSetting(let name, let value, let expected):
            "demo data cannot be made with \(name) \(value); expected \(expected)"
        case .notEncoded(let clip, let error):
            "the demo clip \(clip) cannot be encoded: \(error)"
        case .notWritten(let path, let error):
            "the demo archive \(path) cannot be written: \(error)"
        }
    }
}
