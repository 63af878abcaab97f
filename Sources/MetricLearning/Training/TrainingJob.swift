/// All a method needs to train: data that was checked, settings, and who wants to know.
public struct TrainingJob {
    public let settings: TrainingSettings
    public let classCount: Int
    public let training: PairedFeatures
    /// May be empty: then nothing is evaluated and the last epoch is the result.
    public let validation: PairedFeatures
    /// Where to go on from; nil to start.
    public let checkpoint: TrainingCheckpoint?
    public let observer: TrainingObserver
}

/// Who follows a training, and may stop it.
public struct TrainingObserver {
    /// Called after every epoch; an error it throws ends training and passes on.
    public let onEpoch: (EpochRecord) throws -> Void
    /// Called with the state after every so many epochs and when training is asked to stop; nil keeps none.
    public let onCheckpoint: ((TrainingCheckpoint) throws -> Void)?
    /// Asked before every step; true ends training with the best model so far.
    public let shouldStop: () -> Bool

    public init(
        onEpoch: @escaping (EpochRecord) throws -> Void = { _ in }, onCheckpoint: ((TrainingCheckpoint) throws -> Void)? = nil,
        shouldStop: @escaping () -> Bool = { false }
    ) {
        self.onEpoch = onEpoch
        self.onCheckpoint = onCheckpoint
        self.shouldStop = shouldStop
    }
}
