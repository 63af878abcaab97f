/// What keeps features from being exchanged with other tools.
public enum ExchangeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A file or folder that follows none of the formats.
    case unknownFormat(path: String, found: String)
    /// The contents of `item` in `file` contradict its format.
    case malformed(file: String, item: String, problem: String)
    /// A clip that the format cannot hold.
    case cannotHold(format: String, clip: String, problem: String)
    /// The choices of an export contradict each other.
    case wrongChoice(format: String, problem: String)

    public var description: String {
        switch self {
        case .unknownFormat(let path, let found):
            "\(path): \(found); expected one of the formats that 'aadml features export' writes (aadml help features export)"
        case .malformed(let file, let item, let problem):
            "\(file): '\(item)': \(problem)"
        case .cannotHold(let format, let clip, let problem):
            "clip '\(clip)' cannot be written as \(format): \(problem)"
        case .wrongChoice(let format, let problem):
            "\(format): \(problem)"
        }
    }
}
