/// What one pass over the training set gave.
public struct EpochRecord: Sendable, Codable, Hashable {
    /// Counted from 1.
    public var epoch: Int
    /// Mean over the steps of every loss term, unweighted, by name (`metric.audio-visual`, `label.audio`, ...), and their
    /// weighted `total`.
    public var losses: [String: Double]
    /// Share of the metric loss's terms (triplets; anchors of a contrastive loss) that were above zero.
    public var activeRatio: Double
    /// Mean over the steps of the Euclidean length of the whole gradient, before clipping.
    public var gradientNorm: Double
    /// Of the last step, by the schedule.
    public var learningRate: Double
    /// By cosine of the embeddings of the validation set after this epoch, where it was evaluated.
    public var validationMAP: ValidationMAP?
    /// The same by the posteriors, for models that have them.
    public var validationPosteriorMAP: ValidationMAP?
    /// Mean over both directions of one over the rank of the paired validation item, by cosine.
    public var validationReciprocalRank: Double?
    /// Wall time of the epoch with its evaluation.
    public var seconds: Double

    public init(
        epoch: Int, losses: [String: Double], activeRatio: Double, gradientNorm: Double, learningRate: Double,
        validationMAP: ValidationMAP? = nil, validationPosteriorMAP: ValidationMAP? = nil, validationReciprocalRank: Double? = nil,
        seconds: Double
    ) {
        self.epoch = epoch
        self.losses = losses
        self.activeRatio = activeRatio
        self.gradientNorm = gradientNorm
        self.learningRate = learningRate
        self.validationMAP = validationMAP
        self.validationPosteriorMAP = validationPosteriorMAP
        self.validationReciprocalRank = validationReciprocalRank
        self.seconds = seconds
    }
}

/// Mean average precision in both directions.
public struct ValidationMAP: Sendable, Codable, Hashable {
    public var audioToVisual: Double
    public var visualToAudio: Double
    public var average: Double

    public init(audioToVisual: Double, visualToAudio: Double) {
        self.audioToVisual = audioToVisual
        self.visualToAudio = visualToAudio
        average = (audioToVisual + visualToAudio) / 2
    }
}
