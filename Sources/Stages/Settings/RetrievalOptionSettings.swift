import Settings

/// Keys of `evaluate:` that change scores at retrieval time; all are off by default.
public struct RetrievalOptionSettings: Sendable {
    /// Whose neighbours are averaged into an item.
    public enum Proxies: String, CaseIterable, Sendable {
        case none
        /// Those among the training items of its modality: inductive.
        case train
        /// Those among the unlabelled test items of its modality: transductive.
        case gallery
    }

    /// Corrections of hubness.
    public enum Rescoring: String, CaseIterable, Sendable {
        case none, csls
        case invertedSoftmax = "inverted-softmax"
    }

    public enum Reranking: String, CaseIterable, Sendable {
        case none
        case kReciprocal = "k-reciprocal"
        case diffusion
    }

    public let proxies: Proxies
    public let proxyNeighbours: Int
    public let rescoring: Rescoring
    public let cslsNeighbours: Int
    public let inverseTemperature: Double
    public let isDynamic: Bool
    public let reranking: Reranking
    public let k1: Int
    public let k2: Int
    public let distanceShare: Double
    public let diffusionNeighbours: Int
    public let kept: Double
    public let steps: Int

    /// Reads the keys from `evaluate:` itself. Defaults are the values of the options' papers, but for diffusion, which needs 30
    /// neighbours where a class has many items.
    init(from section: Section) throws(SettingsError) {
        proxies = try section.choice("proxies", default: .none)
        proxyNeighbours = try section.integer("proxy_neighbours", default: 10, in: 1...1_000_000)
        rescoring = try section.choice("rescore", default: .none)
        let csls = try section.section("csls")
        cslsNeighbours = try csls.integer("neighbours", default: 10, in: 1...1_000_000)
        try csls.finish()
        let softmax = try section.section("inverted_softmax")
        inverseTemperature = try softmax.number("inverse_temperature", default: 20, in: 1e-6...1e6)
        isDynamic = try softmax.flag("dynamic", default: false)
        try softmax.finish()
        reranking = try section.choice("rerank", default: .none)
        let reciprocal = try section.section("k_reciprocal")
        k1 = try reciprocal.integer("k1", default: 20, in: 1...1_000_000)
        k2 = try reciprocal.integer("k2", default: 6, in: 1...1_000_000)
        distanceShare = try reciprocal.number("distance_share", default: 0.3, in: 0...1)
        try reciprocal.finish()
        let diffusion = try section.section("diffusion")
        diffusionNeighbours = try diffusion.integer("neighbours", default: 30, in: 1...1_000_000)
        kept = try diffusion.number("kept", default: 0.9, in: 0...0.999_999)
        steps = try diffusion.integer("steps", default: 20, in: 1...10_000)
        try diffusion.finish()
        guard rescoring == .none || reranking == .none else {
            throw section.refusal(of: "rerank", expected: "'none' beside 'rescore: \(rescoring.rawValue)': each replaces the scores")
        }
    }
}
