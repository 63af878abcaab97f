/// A model and how it came about.
public struct TrainedModel: Sendable {
    /// Of the best epoch by validation MAP; of the last one without a validation set.
    public let model: CrossModalModel
    /// The epoch ``model`` is of, counted from 1; 0 if training was stopped before its first evaluation.
    public let bestEpoch: Int
    /// Complete epochs.
    public let lastEpoch: Int
    public let whyStopped: StopReason
    public let history: [EpochRecord]
    /// What `auto` came to, and the batch after it met the size of the training set.
    public let learningRate: Double
    public let batch: Int

    public init(
        model: CrossModalModel, bestEpoch: Int, lastEpoch: Int, whyStopped: StopReason, history: [EpochRecord],
        learningRate: Double, batch: Int
    ) {
        self.model = model
        self.bestEpoch = bestEpoch
        self.lastEpoch = lastEpoch
        self.whyStopped = whyStopped
        self.history = history
        self.learningRate = learningRate
        self.batch = batch
    }
}

/// Why training ended.
public enum StopReason: String, Sendable, Codable {
    /// All epochs were done.
    case completed
    /// As many evaluations in a row as the patience allows did not improve.
    case patience
    /// The caller asked.
    case interrupted
}
