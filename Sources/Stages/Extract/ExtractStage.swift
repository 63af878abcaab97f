import Clips
import Extractors
import Media
import MediaAccess
import Store
import Workflow

/// Decodes clips and computes their features, clip by clip and modality by modality, into the feature cache.
struct ExtractStage: Stage {
    let settings: ExtractSettings
    let decode: DecodeSettings
    let sources: [String]
    let catalogue: Catalogue
    let cache: FeatureCache
    /// Where decoded media are persisted.
    let decodedFolder: String
    let access: DatabaseAccess
    let ledger: CatalogueLedger
    let limit: FailureLimit
    let plans = PlanMemory()

    let name = StageName.extract.rawValue
    let outputs: [String] = []

    func fingerprint() throws -> Fingerprint {
        Fingerprint(
            [try ledger.ingredient(of: .ingest)]
                + (try ExtractorIdentity.all(settings, decode, catalogue)).map { Ingredient("\($0.modality.rawValue) extractor", $0.digest) })
    }

    func unfinishedWork() throws -> String? {
        let identities = try identities()
        let plan = try plan(identities, try DecodedStore(decodedFolder, decode, access))
        plans.remember(plan, for: identities)
        if let persisting = plan.onlyPersisting { return "\(persisting) clips are not kept yet" }
        return plan.count == 0 ? nil : "\(plan.count) clips have no features yet"
    }

    func run(_ context: RunContext) throws -> String {
        guard try ledger.finished(StageName.ingest.rawValue) != nil else {
            throw StageError.inputMissing(path: "the list of samples in \(catalogue.path)", stage: StageName.ingest.rawValue)
        }
        let identities = try identities()
        let extracted = identities.compactMap(\.value)
        for identity in extracted { try cache.register(identity.record) }
        let decoded = try DecodedStore(decodedFolder, decode, access)
        try decoded?.clean()
        let plan = try plans.take(for: identities) ?? plan(identities, decoded)
        // What could not be read is in the plan again, and what is read now has not failed.
        for identity in extracted { _ = try catalogue.forgetFailures(of: identity.digest, reason: FailureReason.media(.unreadable).code) }
        let counts = plan.count == 0 ? Extraction.Tally() : try extract(plan, identities, decoded, context)
        try context.stopIfInterrupted()
        let wanted = plan.wanted.compactMap { modality, count in count.map { "\($0) \(modality.rawValue)" } }.joined(separator: ", ")
        return "\(counts.clips) clips decoded, \(counts.failures) failures; wanted: \(wanted)"
            + (counts.reread > 0 ? "; \(counts.reread) of them read from kept media" : "")
            + (counts.persisted > 0 ? "; \(counts.persisted) kept in \(decodedFolder)" : "")
            + (counts.notPersisted > 0 ? "; \(counts.notPersisted) could not be kept" : "")
            + (plan.failed > 0 ? "; \(plan.failed) failed before and were not tried again (--retry-failed)" : "")
            + (extracted.contains(where: \.isSynthesized) ? "; features are from synthesized (random) weights" : "")
            + (counts.clips > 0 ? "; time of the workers: \(counts.time.shares)" : "")
    }

    private func identities() throws -> PerModality<ExtractorIdentity?> { try ExtractorIdentity.byModality(settings, decode, catalogue) }

    private func plan(_ identities: PerModality<ExtractorIdentity?>, _ decoded: DecodedStore?) throws -> ExtractionPlan {
        plans.computed += 1
        return try ExtractionPlan(
            try catalogue.samples(), members: try catalogue.members(of: sources), identities: identities, catalogue: catalogue, cache: cache,
            decoded: decoded)
    }

    private func extract(
        _ plan: ExtractionPlan, _ identities: PerModality<ExtractorIdentity?>, _ decoded: DecodedStore?, _ context: RunContext
    ) throws -> Extraction.Tally {
        try Extraction(
            settings: settings, decode: decode, sources: sources, catalogue: catalogue, cache: cache, decoded: decoded, identities: identities,
            networks: try settings.loadNetworks { plan.extracts($0) }, limit: limit
        ).run(plan, context)
    }
}

extension CatalogueLedger {
    /// An earlier stage as an ingredient of a later one.
    func ingredient(of stage: StageName) throws -> Ingredient {
        Ingredient(stage.rawValue, try finished(stage.rawValue)?.fingerprint.digest ?? "unfinished")
    }
}
