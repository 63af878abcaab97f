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
