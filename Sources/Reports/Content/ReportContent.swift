/// Everything one report tells, as plain values. A part that is nil or empty leaves its chapter out.
///
/// Text may hold any characters; numbers that are not finite are shown as a dash.
public struct ReportContent: Sendable {
    public var title: String
    /// One line under the title, such as the method and the dataset.
    public var subtitle: String
    /// The pipeline file that was run.
    public var pipeline: String
    /// When the run ended, as the caller wants it read; the report itself asks no clock.
    public var created: String
    /// The version of the program.
    public var version: String
    /// What a reader must know before believing a number; shown first.
    public var notices: [String]
    public var summary: [Fact]
    /// The stages of the run, in order.
    public var stages: [StageRun]
    public var data: DataSection?
    public var training: TrainingSection?
    public var retrieval: RetrievalSection?
    public var examples: [RetrievalExample]
    /// The resolved pipeline file, word for word.
    public var settings: String
    /// Library versions, fingerprints, digests of weights.
    public var provenance: [Fact]

    public init(
        title: String, subtitle: String = "", pipeline: String, created: String, version: String,
        notices: [String] = [], summary: [Fact] = [], stages: [StageRun] = [],
        data: DataSection? = nil, training: TrainingSection? = nil, retrieval: RetrievalSection? = nil,
        examples: [RetrievalExample] = [], settings: String = "", provenance: [Fact] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.pipeline = pipeline
        self.created = created
        self.version = version
        self.notices = notices
        self.summary = summary
        self.stages = stages
        self.data = data
        self.training = training
        self.retrieval = retrieval
        self.examples = examples
        self.settings = settings
        self.provenance = provenance
    }
}

/// A named value as it stands in a list of key facts: `wall time`, `41 min`.
public struct Fact: Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What one stage of the pipeline did in this run.
public struct StageRun: Sendable {
    public var name: String
    /// `ran`, `up to date`, `stopped`: as the caller calls it.
    public var outcome: String
    /// Why it ran or did not.
    public var reason: String
    /// Wall time; nil for a stage that did not run.
    public var seconds: Double?
    /// What was counted, such as `clips`; empty if nothing was.
    public var unit: String
    /// How many of `unit` were processed.
    public var count: Int?

    public init(name: String, outcome: String, reason: String = "", seconds: Double? = nil, count: Int? = nil, unit: String = "") {
        self.name = name
        self.outcome = outcome
        self.reason = reason
        self.seconds = seconds
        self.unit = unit
        self.count = count
    }

    /// Units per second; nil where time or count is unknown or no time passed.
    var throughput: Double? {
        guard let seconds, let count, seconds > 0 else { return nil }
        return Double(count) / seconds
    }
}
