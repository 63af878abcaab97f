/// What is wrong with a settings file or an override, where, and what was expected.
public enum SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file cannot be read.
    case unreadable(file: String, reason: String)
    /// The text is not the YAML we accept.
    case syntax(at: Position, problem: String)
    /// A key no setting of that section has.
    case unknownKey(at: Position, key: String, section: String, nearest: String?, known: [String])
    /// A key that must be given is not.
    case missingKey(at: Position, key: String, section: String)
    /// A value of another type, or outside what is allowed.
    case badValue(at: Position, key: String, value: String, expected: String, nearest: String?)
    /// Values that do not go together.
    case conflict(at: Position, problem: String)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): the settings file cannot be read: \(reason)"
        case .syntax(let position, let problem):
            "\(position): \(problem)"
        case .unknownKey(let position, let key, let section, let nearest, let known):
            "\(position): unknown key '\(key)'\(place(section)); " + (nearest.map { "did you mean '\($0)'?" } ?? listed(known))
        case .missingKey(let position, let key, let section):
            "\(position): key '\(key)' is missing\(place(section))"
        case .badValue(let position, let key, let value, let expected, let nearest):
            "\(position): '\(key)' is \(value), expected \(expected)" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .conflict(let position, let problem):
            "\(position): \(problem)"
        }
    }

    private func listed(_ known: [String]) -> String {
        known.isEmpty ? "no keys are known there" : "known keys: \(known.joined(separator: ", "))"
    }

    private func place(_ section: String) -> String { section.isEmpty ? "" : " in '\(section)'" }
}
