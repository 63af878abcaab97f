/// The losses a settings file can name.
public enum LossRegistry {
    /// In alphabetical order of their names.
    public static let entries: [any MetricLoss.Type] = [
        CompleteCrossTripletLoss.self,
        SupervisedContrastiveLoss.self,   // contrastive
        LiftedStructureLoss.self,
        MultiSimilarityLoss.self,
        NPairLoss.self,
        ProxyAnchorLoss.self,
        QuadrupletLoss.self,
        TripletMarginLoss.self,
    ]

    public static var names: [String] { entries.map { $0.name } }

    /// The entry of one of ``names``.
    public static func entry(named name: String) -> any MetricLoss.Type {
        guard let entry = entries.first(where: { $0.name == name }) else { preconditionFailure("'\(name)' is not registered") }
        return entry
    }
}
