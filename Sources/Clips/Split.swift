/// The part of a dataset a sample belongs to.
public enum Split: String, CaseIterable, Codable, Sendable {
    case train
    case validation
    case test
}
