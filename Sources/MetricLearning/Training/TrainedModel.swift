/// A model and how it came about.
public struct TrainedModel: Sendable {
    /// Of the best epoch by the validation score; of the last one without a validation set.
    public let model: CrossModalModel
    /// The epoch ``model`` is of, counted from 1; 0 if training was stopped before its first evaluation.
    public let bestEpoch: Int
    /// The validation score of that epoch; nil if none was looked at.
    public let bestScore: Double?
    /// What the epoch was chosen by: as set, and the last epoch without a validation set.
    public let chosenBy: ModelSelection
    /// Complete epochs.
    public let lastEpoch: Int
    public let whyStopped: StopReason
    public let history: [EpochRecord]
    /// What `auto` came to, and the batch after it met the size of the training set; 0 for a closed form.
    public let learningRate: Double
    public let batch: Int
    /// What was chosen on the validation set besides the epoch (`ridge`), by name.
    public let chosen: [String: Double]

    public init(
        model: CrossModalModel, bestEpoch: Int, bestScore: Double?, chosenBy: ModelSelection, lastEpoch: Int, whyStopped: StopReason,
        history: [EpochRecord], learningRate: Double, batch: Int, chosen: [String: Double] = [:]
    ) {
        self.model = model
        self.bestEpoch = bestEpoch
        self.bestScore = bestScore
        self.chosenBy = chosenBy
        self.lastEpoch = lastEpoch
        self.whyStopped = whyStopped
        self.history = history
        self.learningRate = learningRate
        self.batch = batch
        self.chosen = chosen
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
    /// The method has no epochs.
    case closedForm = "closed-form"
}
