import Archives
import Clips
import Foundation
import Kernels
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
        let count = try plan(try ExtractorIdentity.all(settings, decode, catalogue)).tasks.count
        return count == 0 ? nil : "\(count) clips have no features yet"
    }

    func run(_ context: RunContext) throws -> String {
        guard try ledger.fingerprint(ofFinished: StageName.ingest.rawValue) != nil else {
            throw StageError.inputMissing(path: "the list of samples in \(catalogue.path)", stage: StageName.ingest.rawValue)
        }
        let identities = try ExtractorIdentity.all(settings, decode, catalogue)
        for identity in identities { try cache.register(identity.record) }
        let plan = try plan(identities)
        let tally = Shared(Tally())
        if !plan.tasks.isEmpty { try extract(plan, identities, tally, context) }
        try context.stopIfInterrupted()
        let counts = tally.value
        let wanted = plan.wanted.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
        return "\(counts.clips) clips decoded, \(counts.failures) failures; wanted: \(wanted)"
            + (plan.failed > 0 ? "; \(plan.failed) failed before and were not tried again (--retry-failed)" : "")
            + (identities.contains(where: \.isSynthesized) ? "; features are from synthesized (random) weights" : "")
    }

    private struct Tally {
        var clips = 0
        var failures = 0
    }

    private func plan(_ identities: [ExtractorIdentity]) throws -> ExtractionPlan {
        try ExtractionPlan(
            try catalogue.samples(), members: try catalogue.members(of: sources), identities: identities, catalogue: catalogue, cache: cache)
    }

    private func extract(
        _ plan: ExtractionPlan, _ identities: [ExtractorIdentity], _ tally: Shared<Tally>, _ context: RunContext
    ) throws {
        let networks = try LoadedNetworks(
            settings, audio: plan.tasks.contains { $0.modalities.contains(.audio) },
            visual: plan.tasks.contains { $0.modalities.contains(.visual) })
        let hop = settings.audio?.hop ?? 0.96
        // The workers are the parallelism; one BLAS thread also keeps the log-mel's bits the same on any number of cores.
        BLASThreads.count = 1
        try WorkerPool.run(workers: context.workers, capacity: context.workers) {
            try ClipWorker(decode, hop: hop, networks: networks, identities: identities, interruption: context.interruption)
        } work: { worker, job in
            if context.interruption.signal != nil { return }
            let results = try worker.extract(job)
            let failures = try save(results, of: job.task.member, identities, context)
            let counts = tally.change { tally in
                tally.clips += 1
                tally.failures += failures
                return tally
            }
            context.events.emit(.progress(
                stage: name, done: counts.clips, total: plan.tasks.count, failed: counts.failures, unit: "clips", note: ""))
            if limit.isExceeded(by: counts.failures, of: plan.tasks.count) {
                throw StageError.tooManyFailures(count: counts.failures, limit: limit.description)
            }
        } produce: { put in
            for (index, source) in sources.enumerated() {
                let tasks = plan.tasks.filter { $0.member.reference.source == index }
                try read(tasks, from: source, identities, tally, context, put)
            }
        }
    }

    /// Hands the bytes of a source's due members to the workers, reading the source no further than the last of them.
    private func read(
        _ tasks: [ExtractionTask], from source: String, _ identities: [ExtractorIdentity], _ tally: Shared<Tally>,
        _ context: RunContext, _ put: (ClipJob) -> Bool
    ) throws {
        var due = Dictionary(tasks.map { ($0.member.reference.name, $0) }, uniquingKeysWith: { first, _ in first })
        guard !due.isEmpty else { return }
        let reader = try EntryReader(source: source)
        while !due.isEmpty, context.interruption.signal == nil {
            guard let entry = try reader.nextReadable() else { throw StageError.memberGone(source: source, member: due.keys.min() ?? "") }
            guard let task = due.removeValue(forKey: entry.name) else { continue }
            if let file = entry.filePath {
                guard put(ClipJob(task: task, bytes: .file(path: file))) else { return }
                continue
            }
            switch try EntryBytes(entry, from: reader, limit: decode.maxClipBytes) {
            case .whole(let bytes):
                guard put(ClipJob(task: task, bytes: .memory(bytes))) else { return }
            case .refused(let size, _, let reason):
                let message = reason == "too_large"
                    ? "\(entry.name): \(size) bytes, more than decode.max_clip_bytes (\(decode.maxClipBytes)) lets be held; raise it, or unpack the archive"
                    : "\(entry.name): damaged in the archive; fetch it again"
                let refused = Dictionary(uniqueKeysWithValues: task.modalities.map { ($0, ClipResult.failure(reason: reason, message: message)) })
                let failures = try save(refused, of: task.member, identities, context)
                tally.change { $0.failures += failures; $0.clips += 1 }
            }
        }
    }

    /// - Returns: the number of failures among the results.
    private func save(
        _ results: [Modality: ClipResult], of member: Member, _ identities: [ExtractorIdentity], _ context: RunContext
    ) throws -> Int {
        var failures = 0
        for identity in identities {
            switch results[identity.modality] {
            case .features(let record, let preview): try cache.save(record, preview: preview)
            case .failure(let reason, let message):
                failures += 1
                try catalogue.save(FailureRecord(
                    sha256: member.sha256, modality: identity.modality, extractor: identity.digest, member: member.reference.name,
                    reason: reason, message: message, at: timestamp()))
                context.events.emit(.failure(stage: name, item: member.reference.name, reason: reason, message: message))
            case nil: break
            }
        }
        return failures
    }
}

extension CatalogueLedger {
    /// An earlier stage as an ingredient of a later one.
    func ingredient(of stage: StageName) throws -> Ingredient {
        Ingredient(stage.rawValue, try fingerprint(ofFinished: stage.rawValue)?.digest ?? "unfinished")
    }
}
