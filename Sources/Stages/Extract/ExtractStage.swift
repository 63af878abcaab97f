import Clips
import Media
import Store
import Workflow

/// Decodes clips and computes their features, clip by clip and modality by modality, into the feature cache.
struct ExtractStage: Stage {
    let settings: ExtractSettings
    let decode: DecodeSettings
    let sources: [String]
    let catalogue: Catalogue
    let cache: FeatureCache
    /// Where decoded media are kept.
    let decodedFolder: String
    let ledger: CatalogueLedger
    let limit: FailureLimit

    let name = StageName.extract.rawValue
    let outputs: [String] = []

    func fingerprint() throws -> Fingerprint {
        Fingerprint(
            [try ledger.ingredient(of: .ingest)]
                + (try ExtractorIdentity.all(settings, decode, catalogue)).map { Ingredient("\($0.modality.rawValue) extractor", $0.digest) })
    }

    func unfinishedWork() throws -> String? {
        let plan = try plan(try ExtractorIdentity.all(settings, decode, catalogue), try DecodedStore(decodedFolder, decode))
        if let keeping = plan.onlyKeeping { return "\(keeping) clips are not kept yet" }
        return plan.count == 0 ? nil : "\(plan.count) clips have no features yet"
    }

    func run(_ context: RunContext) throws -> String {
        guard try ledger.finished(StageName.ingest.rawValue) != nil else {
            throw StageError.inputMissing(path: "the list of samples in \(catalogue.path)", stage: StageName.ingest.rawValue)
        }
        let identities = try ExtractorIdentity.all(settings, decode, catalogue)
        for identity in identities { try cache.register(identity.record) }
        let decoded = try DecodedStore(decodedFolder, decode)
        try decoded?.clean()
        let plan = try plan(identities, decoded)
        // What could not be read is in the plan again, and what is read now has not failed.
        for identity in identities { _ = try catalogue.forgetFailures(of: identity.digest, reason: FailureReason.media(.unreadable).code) }
        let counts = plan.count == 0 ? Extraction.Tally() : try extract(plan, identities, decoded, context)
        try context.stopIfInterrupted()
        let wanted = plan.wanted.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
        return "\(counts.clips) clips decoded, \(counts.failures) failures; wanted: \(wanted)"
            + (counts.reread > 0 ? "; \(counts.reread) of them read from kept media" : "")
            + (counts.kept > 0 ? "; \(counts.kept) kept in \(decodedFolder)" : "")
            + (counts.notKept > 0 ? "; \(counts.notKept) could not be kept" : "")
            + (plan.failed > 0 ? "; \(plan.failed) failed before and were not tried again (--retry-failed)" : "")
            + (identities.contains(where: \.isSynthesized) ? "; features are from synthesized (random) weights" : "")
            + (counts.clips > 0 ? "; time of the workers: \(counts.time.shares)" : "")
    }

    private func plan(_ identities: [ExtractorIdentity], _ decoded: DecodedStore?) throws -> ExtractionPlan {
        try ExtractionPlan(
            try catalogue.samples(), members: try catalogue.members(of: sources), identities: identities, catalogue: catalogue, cache: cache,
            decoded: decoded)
    }

    private func extract(
        _ plan: ExtractionPlan, _ identities: [ExtractorIdentity], _ decoded: DecodedStore?, _ context: RunContext
    ) throws -> Extraction.Tally {
        let networks = try LoadedNetworks(settings, audio: plan.extracts(.audio), visual: plan.extracts(.visual))
        return try Extraction(
            settings: settings, decode: decode, sources: sources, catalogue: catalogue, cache: cache, decoded: decoded, identities: identities,
            networks: networks, limit: limit
        ).run(plan, context)
    }
}

extension CatalogueLedger {
    /// An earlier stage as an ingredient of a later one.
    func ingredient(of stage: StageName) throws -> Ingredient {
        Ingredient(stage.rawValue, try finished(stage.rawValue)?.fingerprint.digest ?? "unfinished")
    }
}
