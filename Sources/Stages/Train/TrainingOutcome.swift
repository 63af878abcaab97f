import MetricLearning

/// How training went: `training.json`.
struct TrainingOutcome: Codable {
    let bestEpoch: Int
    let lastEpoch: Int
    let whyStopped: StopReason
    /// The validation score by which the epoch was chosen (`last` for none), and what it was.
    let chosenBy: ModelSelection
    let bestScore: Double?
    /// The same for people.
    let reason: String
    /// What else was chosen on the validation set, by name.
    let chosen: [String: Double]
    let learningRate: Double
    let batch: Int
    let shuffledLabels: Bool

    init(_ trained: TrainedModel, shuffledLabels: Bool) {
        bestEpoch = trained.bestEpoch
        lastEpoch = trained.lastEpoch
        whyStopped = trained.whyStopped
        chosenBy = trained.chosenBy
        bestScore = trained.bestScore
        reason = Self.reason(trained)
        chosen = trained.chosen
        learningRate = trained.learningRate
        batch = trained.batch
        self.shuffledLabels = shuffledLabels
    }

    private static func reason(_ trained: TrainedModel) -> String {
        if trained.whyStopped == .closedForm { return "a closed form has no epochs" }
        let hasValidation = trained.history.contains { $0.validationMAP != nil }
        return switch trained.chosenBy {
        case .map: "highest validation MAP by cosine"
        case .posteriorMAP: "highest validation MAP by posterior"
        case .instanceMRR: "highest validation mean reciprocal rank of the paired item, which uses no labels"
        case .last: hasValidation ? "the last one, as 'select: last' asks" : "the last one: there is no validation part"
        }
    }
}
