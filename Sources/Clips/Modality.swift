/// One of the two views of a clip that are retrieved from each other.
public enum Modality: String, CaseIterable, Codable, Comparable, Sendable {
    case audio
    case visual

    public static func < (left: Modality, right: Modality) -> Bool { left.rawValue < right.rawValue }
}
