import Archives
import Clips
import Extractors
import Files
import Foundation
import Kernels
import Locks
import Media
import MediaAccess
import Store
import Workflow

/// Clips on their way from the sources through the workers into the feature cache.
struct Extraction {
    let settings: ExtractSettings
    let decode: DecodeSettings
    let sources: [String]
    let catalogue: Catalogue
    let cache: FeatureCache
    /// nil where nothing is persisted and nothing was.
    let decoded: DecodedStore?
    let identities: PerModality<ExtractorIdentity?>
    let networks: PerModality<(any LoadedExtractor)?>
    let limit: FailureLimit

    /// What became of the clips of a run.
    struct Tally: Sendable {
        var clips = 0
        var failures = 0
        /// Clips that came from a shard of persisted media.
        var reread = 0
        /// Clips that were put into one, and those that could not.
        var persisted = 0
        var notPersisted = 0
        /// Feature rows.
        var rows = PerModality(audio: 0, visual: 0)
        var time = ExtractionTime()
    }

    /// What the parts of the time are called.
    var timeLabels: PerModality<EmbeddingTimeLabels?> { settings.extractors.mapValues { $0.map { type(of: $0).timeLabels } } }

    /// - Throws: what is no clip's fault; `Interruption` where a signal cut a long clip short.
    func run(_ plan: ExtractionPlan, _ context: RunContext) throws -> Tally {
        let tally = Shared(Tally())
        // The workers are the parallelism.
        BLASThreads.count = 1
        let annotations = decode.persist.isOn ? SampleAnnotations(try catalogue.samples()) : nil
        try WorkerPool.run(workers: context.workers, capacity: context.workers) {
            try ClipWorker(self, persisted: writer(annotations), context)
        } work: { worker, job in
            if context.interruption.signal != nil { return }
            let counts = try record(try worker.extract(job), tally, context, clips: 1)
            context.events.emit(.progress(
                stage: StageName.extract.rawValue, done: counts.clips, total: plan.count, failed: counts.failures, unit: "clips", note: ""))
            if limit.isExceeded(by: counts.failures, of: plan.count) {
                throw StageError.tooManyFailures(count: counts.failures, limit: limit.description)
            }
        } finish: { worker in
            _ = try record(try worker.flush(), tally, context, clips: 0)
        } produce: { put in
            let tasks = try readPersisted(plan, context, put)
            for (index, source) in sources.enumerated() {
                try read(tasks.filter { $0.member.reference.source == index }, from: source, tally, context, put)
            }
        }
        return tally.value
    }

    /// A worker's own shards; nil where nothing is to be persisted.
    private func writer(_ annotations: SampleAnnotations?) -> PersistedClipWriter? {
        guard let decoded, let annotations else { return nil }
        return PersistedClipWriter(decoded, annotations)
    }

    /// Hands clips whose decoded media were persisted to the workers.
    ///
    /// - Returns: what is left to be read from the sources, with what turned out to be damaged here.
    private func readPersisted(_ plan: ExtractionPlan, _ context: RunContext, _ put: (ExtractionJob) -> Bool) throws -> [ExtractionTask] {
        var tasks = Dictionary(uniqueKeysWithValues: plan.tasks.map { ($0.member.reference, $0) })
        guard let decoded else { return plan.tasks }
        for (shard, wanted) in plan.persisted.sorted(by: { $0.key < $1.key }) where context.interruption.signal == nil {
            let digests = plan.persistedDigests[shard] ?? [:]
            let damaged = try DecodedShardReader(decoded.path(shard)).read(digests) { key, clip in
                guard let task = wanted[key] else { return true }
                return put(ExtractionJob(task: task, source: .persisted(clip))) && context.interruption.signal == nil
            }
            for key in damaged.sorted() {
                guard let task = wanted[key] else { continue }
                context.events.emit(.notice(
                    "\(decoded.path(shard)): clip \(key) (\(task.member.reference.name)) is damaged and is decoded again from its source"))
                let lost = Set(try decoded.index.remove(task.member.sha256, ofShard: shard))
                var again = tasks[task.member.reference] ?? ExtractionTask(member: task.member, modalities: [])
                again.modalities.formUnion(task.modalities)
                if decode.persist.isOn { again.persisting.formUnion(Modality.allCases.filter { lost.contains(decoded.recipe($0)) }) }
                tasks[task.member.reference] = again
            }
        }
        return tasks.keys.sorted().compactMap { tasks[$0] }
    }

    /// Hands the bytes of a source's due members to the workers, reading the source no further than the last of them.
    private func read(
        _ tasks: [ExtractionTask], from source: String, _ tally: Shared<Tally>, _ context: RunContext, _ put: (ExtractionJob) -> Bool
    ) throws {
        var due = Dictionary(tasks.map { ($0.member.reference.name, $0) }, uniquingKeysWith: { first, _ in first })
        guard !due.isEmpty else { return }
        let reader = try EntryReader(source: source, limits: decode.archives)
        var time = ExtractionTime()
        defer { tally.change { $0.time += time } }
        while !due.isEmpty, context.interruption.signal == nil {
            guard let entry = try timing(&time.read, { try reader.nextReadable() }) else {
                guard isFolder(source) else { throw StageError.memberGone(source: source, member: due.keys.min() ?? "") }
                for task in due.values { _ = try record(gone(task, from: source), tally, context, clips: 1) }
                return
            }
            guard let task = due.removeValue(forKey: entry.name) else { continue }
            switch try timing(&time.read, { try EntryBytes(entry, from: reader, limit: decode.maxClipBytes) { try context.stopIfInterrupted() } }) {
            case .whole(let bytes):
                guard put(ExtractionJob(task: task, source: .media(bytes, name: entry.name))) else { return }
            case .refused(let size, _, let refusal):
                _ = try record(refused(task, refusal, size: size), tally, context, clips: 1)
                try decoded?.refuse(task.member, task.persisting.subtracting(task.modalities), refusal.mediaReason)
            }
        }
    }

    /// Files of a folder come and go one by one; this costs no other clip.
    private func gone(_ task: ExtractionTask, from source: String) -> ClipOutcome {
        failure(of: task, .media(.unreadable), "\(task.member.reference.name): was in \(source) when that was listed and is not any more")
    }

    private func refused(_ task: ExtractionTask, _ refusal: EntryRefusal, size: Int64) -> ClipOutcome {
        let name = task.member.reference.name
        let message = switch refusal {
        case .tooLarge: "\(name): \(size) bytes, more than decode.max_clip_bytes (\(decode.maxClipBytes)) lets be held; raise it, or unpack the archive"
        case .damaged: "\(name): damaged in the archive; fetch it again"
        }
        return failure(of: task, FailureReason(refusal), message)
    }

    private func failure(of task: ExtractionTask, _ reason: FailureReason, _ message: String) -> ClipOutcome {
        ClipOutcome(failures: task.modalities.sorted().map { ClipFailure(task.member, $0, reason, message) })
    }

    /// Notes what a worker did, with the failures.
    ///
    /// - Returns: the tally with the outcome in it.
    private func record(_ outcome: ClipOutcome, _ tally: Shared<Tally>, _ context: RunContext, clips: Int) throws -> Tally {
        var change = Tally(
            clips: clips, failures: outcome.failures.count, reread: outcome.isReread ? clips : 0,
            persisted: outcome.persisting == .persisted ? 1 : 0, notPersisted: outcome.persisting == .refused ? 1 : 0, rows: outcome.rows,
            time: outcome.time)
        try timing(&change.time.write) {
            for failure in outcome.failures { try record(failure, context) }
        }
        return tally.change { [change] tally in
            tally += change
            return tally
        }
    }

    private func record(_ failure: ClipFailure, _ context: RunContext) throws {
        guard let identity = identities[failure.modality] else { return }
        let name = failure.member.reference.name
        try catalogue.save(FailureRecord(
            sha256: failure.member.sha256, modality: failure.modality, extractor: identity.digest, member: name, reason: failure.reason.code,
            message: failure.message, at: timestamp()))
        context.events.emit(.failure(stage: StageName.extract.rawValue, item: name, reason: failure.reason.code, message: failure.message))
    }
}

extension Extraction.Tally {
    fileprivate static func += (sum: inout Self, other: Self) {
        sum.clips += other.clips
        sum.failures += other.failures
        sum.reread += other.reread
        sum.persisted += other.persisted
        sum.notPersisted += other.notPersisted
        sum.rows = PerModality { sum.rows[$0] + other.rows[$0] }
        sum.time += other.time
    }
}
