/// All a method needs to train: data that was checked, settings, and who wants to know.
public struct TrainingJob {
    public let settings: TrainingSettings
    public let classCount: Int
    public let training: PairedFeatures
    /// May be empty: then nothing is evaluated and the last epoch is the result.
    public let validation: PairedFeatures
    /// Called after every epoch; an error it throws ends training and passes on.
    public let onEpoch: (EpochRecord) throws -> Void
    /// Asked before every step; true ends training with the best model so far.
    public let shouldStop: () -> Bool
}
