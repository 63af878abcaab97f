public import Settings

/// `compare:`: the figure that stands first and whose differences are shown.
public struct ExperimentComparison: StrictlyDecodable, Sendable {
    public enum Direction: String, CaseIterable, Sendable, Codable {
        case average
        case audioToVisual = "audio-to-visual"
        case visualToAudio = "visual-to-audio"
    }

    /// The score each variant is set to use, which need not be the same for all.
    static let chosen = "chosen"

    /// ``chosen``, or a score by name.
    public let score: String
    public let direction: Direction

    public init(from section: Section) throws(SettingsError) {
        score = try section.choice("score", default: Self.chosen, among: [Self.chosen] + EvaluateSettings.Score.allCases.map(\.rawValue))
        direction = try section.choice("direction", default: .average)
    }
}
