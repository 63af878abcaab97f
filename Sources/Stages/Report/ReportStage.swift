import Clips
import Features
import Files
import Foundation
import Reports
import Retrieval
import Settings
import Store
import Workflow

/// Writes the report page from what the other stages left.
struct ReportStage: Stage {
    let pipeline: PipelineSettings
    let pipelinePath: String
    let workspace: Workspace
    let catalogue: Catalogue
    let cache: FeatureCache?
    let ledger: CatalogueLedger

    let name = StageName.report.rawValue
    var outputs: [String] { [workspace.report] }

    /// Raised when the page would look different.
    private static let version = "2"

    private var earlier: [StageName] { StageName.allCases.filter { $0 < .report } }

    func fingerprint() throws -> Fingerprint {
        Fingerprint(
            [Ingredient("version", Self.version), Ingredient("name", pipeline.name)] + (try earlier.map { try ledger.ingredient(of: $0) })
                + [Ingredient("failures", try failures().map { "\($0.sha256) \($0.reason)" }.joined(separator: "\n"))])
    }

    func run(_ context: RunContext) throws -> String {
        let table = try readTable(workspace.table)
        let metrics = try readJSON(workspace.metrics, as: MetricsFile.self, from: .evaluate)
        let records = try earlier.compactMap { stage in try catalogue.stage(stage.rawValue, ofRun: workspace.run).map { (stage, $0) } }
        var content = ReportContent(
            title: "\(pipeline.name): audio-visual retrieval", subtitle: subtitle(table), pipeline: pipelinePath, created: timestamp(),
            version: aadmlVersion)
        content.notices = notices(table, metrics)
        content.summary = summary(records, metrics, context)
        content.stages = records.map { stage, record in
            StageRun(name: stage.rawValue, outcome: "done", reason: "finished \(record.at)", seconds: record.provenance["seconds"].flatMap(Double.init))
        }
        content.data = try DataChapterSource(table: table, catalogue: catalogue, failures: try failures(), hasDataset: cache != nil).section
        content.training = try TrainingChapterSource(workspace: workspace, settings: pipeline.resolved["train"] ?? .none).section
        content.retrieval = metrics.reportSection()
        content.examples = try ExamplesSource(
            rankings: try readJSON(workspace.rankings, as: RankingsFile.self, from: .evaluate), table: table, catalogue: catalogue,
            cache: cache, sources: sources
        ).examples
        content.settings = pipeline.resolved.yaml()
        content.provenance = try provenance(records)
        try OutputFile.replace(workspace.report, with: Array(ReportPage.html(content).utf8))
        return workspace.report
    }

    private var sources: [String] {
        if case .dataset(let dataset) = pipeline.origin { dataset.sources } else { [] }
    }

    private func failures() throws -> [FailureRecord] {
        guard cache != nil, case .dataset = pipeline.origin else { return [] }
        return try ExtractorIdentity.all(pipeline.extract, pipeline.decode, catalogue).flatMap { try catalogue.failures(of: $0.digest) }
    }

    private func subtitle(_ table: FeatureTable) -> String {
        let method = pipeline.resolved["train"]?["method"].map(plain) ?? "aadml"
        let loss = pipeline.resolved["train"]?["loss"].map(plain) ?? ""
        return "\(method.uppercased()) with \(loss) loss on \(table.ids.count) samples of \(table.classNames.count) classes"
    }

    private func notices(_ table: FeatureTable, _ metrics: MetricsFile) -> [String] {
        var notices = table.remarks + metrics.warnings.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
        if table.isSynthesized {
            notices.append("The features come from synthesized (random) weights. They show that the pipeline works, not what the published networks reach.")
        }
        if metrics.shuffledLabels {
            notices.append("Training labels were shuffled: this run is a control, and its figures should be near chance.")
        }
        return notices
    }

    private func summary(_ records: [(StageName, StageRecord)], _ metrics: MetricsFile, _ context: RunContext) -> [Fact] {
        let seconds = records.compactMap { $0.1.provenance["seconds"].flatMap(Double.init) }.reduce(0, +)
        return [
            Fact("Time of the stages' last runs", spelled(seconds: seconds)), Fact("Workers", "\(context.workers)"), Fact("CPU", Provenance.cpuModel),
            Fact("Test samples", "\(metrics.queries)"), Fact("Score", metrics.scoredBy),
        ]
    }

    private func provenance(_ records: [(StageName, StageRecord)]) throws -> [Fact] {
        let own = try Provenance.current(seconds: 0).filter { $0.key != "seconds" }.sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) }
        let extractors = try cache?.extractors().map { Fact("\($0.modality.rawValue) extractor, \($0.network)", $0.fingerprint) } ?? []
        let stages = try records.map { stage, _ in Fact("\(stage.rawValue) fingerprint", try ledger.ingredient(of: stage).value) }
        return own + extractors + stages
    }
}

extension MetricsFile {
    /// What the report says of the retrieval: the run's own score first.
    func reportSection(metrics: [RetrievalMetric] = RetrievalMetric.registry) -> RetrievalSection {
        let own = scores.filter { $0.name == self.scoredBy }, others = scores.filter { $0.name != self.scoredBy }
        return RetrievalSection(scores: own + others, classNames: self.classNames, metrics: metrics)
    }
}
