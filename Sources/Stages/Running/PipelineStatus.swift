public import Clips
import Store
import Workflow

/// How far a pipeline is: which stages are fresh or stale and why, what the data holds, which clips failed.
public struct PipelineStatus: Codable, Sendable {
    public struct StageState: Codable, Sendable {
        public let stage: String
        /// `up to date` or `stale`.
        public let state: String
        public let because: String?
    }

    public struct Failure: Codable, Sendable {
        public let member: String
        public let modality: Modality
        public let reason: String
        public let message: String
    }

    public struct Remark: Codable, Sendable {
        public let kind: String
        public let subject: String
        public let detail: String
    }

    public let workspace: String
    public let stages: [StageState]
    public let samples: Int
    public let classes: Int
    /// Samples by part; `none` counts those in no part.
    public let parts: [String: Int]
    /// Clips with features, by modality.
    public let features: [String: Int]
    /// Modalities whose features come from synthesized (random) weights.
    public let synthesized: [String]
    /// Samples whose dataset has no file for a modality that is wanted.
    public let samplesWithoutFile: [String: Int]
    /// Sources of which not every file could be read, so that not every sample is known.
    public let partlyReadSources: [String]
    public let failures: [Failure]
    public let remarks: [Remark]

    /// Whether some clips that exist failed or lack a modality: exit code 3.
    public var isIncomplete: Bool { !failures.isEmpty || !partlyReadSources.isEmpty || samplesWithoutFile.values.contains { $0 > 0 } }
}

extension Pipeline {
    /// - Throws: `StoreError`, ``StageError`` when a source or weight file cannot be found.
    public func status() throws -> PipelineStatus {
        let samples = try catalogue.samples()
        var parts: [String: Int] = [:]
        for sample in samples { parts[sample.split?.rawValue ?? "none", default: 0] += 1 }
        let condition = try condition(samples)
        return PipelineStatus(
            workspace: workspace.path, stages: try plan(StageSelection()).map(stageState), samples: samples.count,
            classes: try catalogue.classNames().count, parts: parts, features: condition.features, synthesized: condition.synthesized.sorted(),
            samplesWithoutFile: condition.withoutFile, partlyReadSources: condition.partlyRead, failures: condition.failures,
            remarks: try catalogue.problems().map { PipelineStatus.Remark(kind: $0.kind, subject: $0.subject, detail: $0.detail) })
    }

    /// Whether every wanted clip of the dataset has its features, and if not, what failed.
    public func completeness() throws -> (isIncomplete: Bool, failures: FailureHistogram) {
        let condition = try condition(try catalogue.samples())
        return (
            !condition.failures.isEmpty || condition.withoutFile.values.contains { $0 > 0 } || !condition.partlyRead.isEmpty,
            FailureHistogram(condition.failures.map { ($0.reason, $0.modality) }))
    }

    private func stageState(_ stage: String, _ decision: StageDecision) -> PipelineStatus.StageState {
        switch decision {
        case .run(let because): PipelineStatus.StageState(stage: stage, state: "stale", because: because)
        case .upToDate, .notWanted: PipelineStatus.StageState(stage: stage, state: "up to date", because: nil)
        }
    }

    private struct Condition {
        var features: [String: Int] = [:]
        var synthesized: [String] = []
        var withoutFile: [String: Int] = [:]
        var failures: [PipelineStatus.Failure] = []
        var partlyRead: [String] = []
    }

    /// Only failures of members that today's samples use count.
    private func condition(_ samples: [Sample]) throws -> Condition {
        var condition = Condition()
        guard let cache, case .dataset(let dataset) = settings.origin else { return condition }
        let members = try catalogue.members(of: dataset.sources)
        condition.partlyRead = try dataset.sources.filter { try catalogue.source(at: $0)?.stamp == IngestStage.incomplete }
        for identity in try ExtractorIdentity.all(settings.extract, settings.decode, catalogue) {
            let modality = identity.modality
            let used = Set(samples.compactMap { $0.members[modality].flatMap { members[$0]?.sha256 } })
            condition.features[modality.rawValue] = try cache.digests(of: identity.digest).keys.count { used.contains($0) }
            if identity.isSynthesized { condition.synthesized.append(modality.rawValue) }
            condition.withoutFile[modality.rawValue] = samples.count { $0.members[modality] == nil }
            condition.failures += try catalogue.failures(of: identity.digest).filter { used.contains($0.sha256) }.map {
                PipelineStatus.Failure(member: $0.member, modality: modality, reason: $0.reason, message: $0.message)
            }
        }
        return condition
    }
}
