public import MetricLearning
public import Settings

/// `train:`: the method's own settings, and whether the labels are shuffled as a control.
public struct TrainStageSettings: StrictlyDecodable, Sendable {
    public let training: TrainingSettings
    /// Trains on labels that say nothing of the classes: what a retrieval that learnt nothing of them scores.
    public let shufflesLabels: Bool

    public init(from section: Section) throws(SettingsError) {
        shufflesLabels = try section.flag("shuffle_labels", default: false)
        training = try TrainingSettings(from: section)
    }
}
