import Settings

/// One setting of what an experiment varies.
public struct ExperimentVariant: Sendable {
    public let name: String
    let patch: SettingsPatch
    /// Name of the variant it is compared with; nil for a control, or where nothing is compared.
    public let control: String?

    /// `train.proxy.k: 3`, one line a setting.
    public var settings: [String] { patch.entries.map { "\($0.path): \($0.value)" } }
}

/// One variant with one seed, on one fold: a pipeline run of its own.
public struct ExperimentCase: Sendable {
    public let variant: String
    public let seed: Int
    /// Number of the test fold; nil where the split is fixed.
    public let fold: Int?
    public let settings: PipelineSettings

    /// `k=3, seed 2, fold 0`.
    public var label: String { "\(variant), \(ExperimentRepetition.label(seed: seed, fold: fold))" }
}
