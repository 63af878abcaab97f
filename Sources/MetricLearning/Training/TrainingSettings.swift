/// How a model is trained; the `train` section of a pipeline file.
public struct TrainingSettings: Sendable {
    /// Configured with the keys only it has.
    public var method: any TrainingMethod = AnchorAwareMethod()
    public var seed = 0

    /// Configured with its own keys (`margin`, `temperature`, `reducer`), which stand in the same section.
    public var loss: any MetricLoss = TripletMarginLoss(.init())
    public var proxy = ProxySettings()
    /// Which proxies meet which embeddings; the metric loss is the sum over them.
    public var pairings = ModalityPairing.allCases

    /// Width of the hidden layers, of the embedding, and the share of hidden units dropped.
    public var hidden = 1_024
    public var embedding = 64
    public var dropout = 0.1
    /// Between the layers of a baseline's encoders.
    public var activation = Activation.relu
    /// Of a baseline's encoders and of the label layer on them.
    public var initialWeights = InitialWeights.kaiming
    /// What the metric loss takes for positives.
    public var supervision = Supervision.labels
    public var labelLoss = LabelLoss.crossEntropy

    /// What the label and reconstruction losses are multiplied with; 0 leaves their layers out.
    public var labelWeight = 1.0
    public var reconstructionWeight = 0.1

    public var epochs = 100
    /// Items a step, at most the training set; memory grows with its square. A short last batch is dropped only if a full one remains.
    public var batch = 400
    public var batches = BatchSettings()
    public var optimiser = OptimiserSettings()
    public var learningRate = LearningRate.auto
    public var schedule = ScheduleSettings()
    /// By what the epoch that is kept is chosen.
    public var selection = ModelSelection.map
    /// Evaluations without a better score before training stops.
    public var patience = 10
    /// Epochs from one evaluation to the next; the last epoch is always evaluated.
    public var evaluateEvery = 1
    /// Longest gradient a step follows; 0 does not clip.
    public var gradientClip = 0.0
    /// Epochs from one checkpoint to the next. It changes no result; a checkpoint is four times the model's size.
    public var checkpointEvery = 5

    public init() {}
}

/// Where positives come from.
public enum Supervision: String, CaseIterable, Sendable {
    /// Items of one class are positives.
    case labels
    /// Only an item's other view is: no label is used.
    case pairs
}

/// The optimiser's step size.
public enum LearningRate: Sendable, Hashable {
    /// 3e-4 below 5,000 training items, 1e-4 from there.
    case auto
    case fixed(Double)

    public func value(items: Int) -> Double {
        switch self {
        case .auto: items < 5_000 ? 3e-4 : 1e-4
        case .fixed(let rate): rate
        }
    }
}

/// Proxies of one modality against embeddings of another, or of its own.
public enum ModalityPairing: String, CaseIterable, Sendable {
    case audioVisual = "audio-visual"
    case visualAudio = "visual-audio"
    case audioAudio = "audio-audio"
    case visualVisual = "visual-visual"

    /// Within one modality an item is not compared with itself; across modalities its other view is a positive.
    var diagonal: PairMasks.Diagonal { self == .audioVisual || self == .visualAudio ? .compared : .ignored }
    var anchorsAreAudio: Bool { self == .audioVisual || self == .audioAudio }
    var referencesAreAudio: Bool { self == .visualAudio || self == .audioAudio }
}
