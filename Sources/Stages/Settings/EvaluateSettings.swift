public import Retrieval
public import Settings

/// `evaluate:`: what the test part is scored by.
public struct EvaluateSettings: StrictlyDecodable, Sendable {
    /// What items are ranked by.
    public enum Score: String, CaseIterable, Sendable, Codable {
        /// Cosine of the embeddings.
        case cosine
        /// Probability that both items share a class: sum over classes of p(c|query) p(c|item).
        case posterior
    }

    /// Which items are queries and gallery.
    public enum Part: String, CaseIterable, Sendable, Codable {
        case test
        /// To choose settings by: the test part stays unseen.
        case validation
    }

    public let part: Part
    public let recallAt: [Int]
    /// The score whose metrics come first; both are always computed.
    public let score: Score
    /// Changes of the scores at retrieval time, in the order in which they are applied.
    public let rescorings: [any Rescoring]
    /// Models of other runs whose class posteriors are averaged with this run's.
    public let averageWith: [String]

    public init(from section: Section) throws(SettingsError) { try self.init(from: section, among: RescoringRegistry.all.entries) }

    /// - Parameter rescorings: what `proxies`, `rescore` and `rerank` can name.
    init(from section: Section, among rescorings: [any Rescoring.Type]) throws(SettingsError) {
        part = try section.choice("part", default: .test)
        let ranks = try section.numbers("recall_at", default: [1, 5, 10], in: 1...1e9)
        guard !ranks.isEmpty, ranks.allSatisfy({ $0 == $0.rounded() }) else {
            throw section.refusal(of: "recall_at", expected: "a list of whole numbers")
        }
        recallAt = ranks.map(Int.init)
        score = try section.choice("score", default: .cosine)
        self.rescorings = try RescoringRegistry.read(from: section, among: rescorings)
        averageWith = section.gives("average_with") ? try section.texts("average_with").map(section.absolute) : []
        section.record("average_with", as: .list(averageWith.map(SettingsValue.text)))
        guard averageWith.isEmpty || score == .posterior else {
            throw section.refusal(of: "average_with", expected: "no models unless 'score' is 'posterior': embeddings of different models do not share a space")
        }
    }
}
