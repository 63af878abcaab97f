import Archives
import Clips
import Files
import Foundation
import Kernels
import Media
import Store
import Tensors
import Workflow

/// Clips on their way from the sources through the workers into the feature cache.
struct Extraction {
    let settings: ExtractSettings
    let decode: DecodeSettings
    let sources: [String]
    let catalogue: Catalogue
    let cache: FeatureCache
    /// nil where nothing is kept and nothing was.
    let decoded: DecodedStore?
    let identities: [ExtractorIdentity]
    let networks: LoadedNetworks
    let limit: FailureLimit

    /// What became of the clips of a run.
    struct Tally: Sendable {
        var clips = 0
        var failures = 0
        /// Clips that came from a shard of decoded media.
        var reread = 0
        /// Clips that were put into one, and those that could not.
        var kept = 0
        var notKept = 0
        /// Feature rows.
        var rows: [Modality: Int] = [:]
        var time = ExtractionTime()
    }

    /// - Throws: what is no clip's fault; `Interruption` where a signal cut a long clip short.
    func run(_ plan: ExtractionPlan, _ context: RunContext) throws -> Tally {
        let tally = Shared(Tally())
        // The workers are the parallelism.
        BLASThreads.count = 1
        let annotations = decode.persist.isOn ? SampleAnnotations(try catalogue.samples()) : nil
        try WorkerPool.run(workers: context.workers, capacity: context.workers) {
            try ClipWorker(decode, settings.audio, networks: networks, identities: identities, keeper: keeper(annotations), context)
        } work: { worker, job in
            if context.interruption.signal != nil { return }
            let counts = try save(try worker.extract(job), tally, context, clips: 1)
            context.events.emit(.progress(
                stage: StageName.extract.rawValue, done: counts.clips, total: plan.count, failed: counts.failures, unit: "clips", note: ""))
            if limit.isExceeded(by: counts.failures, of: plan.count) {
                throw StageError.tooManyFailures(count: counts.failures, limit: limit.description)
            }
        } finish: { worker in
            _ = try save(try worker.flush(), tally, context, clips: 0)
        } produce: { put in
            let tasks = try readKept(plan, context, put)
            for (index, source) in sources.enumerated() {
                try read(tasks.filter { $0.member.reference.source == index }, from: source, tally, context, put)
            }
        }
        return tally.value
    }

    /// A worker's own shards; nil where nothing is to be kept.
    private func keeper(_ annotations: SampleAnnotations?) -> ClipKeeper? {
        guard let decoded, let annotations else { return nil }
        return ClipKeeper(decoded, annotations)
    }

    /// Hands clips whose decoded media were kept to the workers.
    ///
    /// - Returns: what is left to be read from the sources, with what turned out to be damaged here.
    private func readKept(_ plan: ExtractionPlan, _ context: RunContext, _ put: (ClipJob) -> Bool) throws -> [ExtractionTask] {
        var tasks = Dictionary(uniqueKeysWithValues: plan.tasks.map { ($0.member.reference, $0) })
        guard let decoded else { return plan.tasks }
        for (shard, wanted) in plan.kept.sorted(by: { $0.key < $1.key }) where context.interruption.signal == nil {
            let digests = plan.keptDigests[shard] ?? [:]
            let damaged = try DecodedShardReader(decoded.path(shard)).read(digests) { key, clip in
                guard let task = wanted[key] else { return true }
                return put(ClipJob(task: task, media: .kept(clip))) && context.interruption.signal == nil
            }
            for key in damaged.sorted() {
                guard let task = wanted[key] else { continue }
                context.events.emit(.notice(
                    "\(decoded.path(shard)): clip \(key) (\(task.member.reference.name)) is damaged and is decoded again from its source"))
                let lost = Set(try decoded.index.remove(task.member.sha256, ofShard: shard))
                var again = tasks[task.member.reference] ?? ExtractionTask(member: task.member, modalities: [])
                again.modalities.formUnion(task.modalities)
                if decode.persist.isOn { again.keeping.formUnion(Modality.allCases.filter { lost.contains(decoded.recipe($0)) }) }
                tasks[task.member.reference] = again
            }
        }
        return tasks.keys.sorted().compactMap { tasks[$0] }
    }

    /// Hands the bytes of a source's due members to the workers, reading the source no further than the last of them.
    private func read(
        _ tasks: [ExtractionTask], from source: String, _ tally: Shared<Tally>, _ context: RunContext, _ put: (ClipJob) -> Bool
    ) throws {
        var due = Dictionary(tasks.map { ($0.member.reference.name, $0) }, uniquingKeysWith: { first, _ in first })
        guard !due.isEmpty else { return }
        let reader = try EntryReader(source: source, limits: decode.archives)
        var time = ExtractionTime()
        defer { tally.change { $0.time += time } }
        while !due.isEmpty, context.interruption.signal == nil {
            guard let entry = try timing(&time.read, { try reader.nextReadable() }) else {
                guard isFolder(source) else { throw StageError.memberGone(source: source, member: due.keys.min() ?? "") }
                for task in due.values { _ = try save(gone(task, from: source), tally, context, clips: 1) }
                return
            }
            guard let task = due.removeValue(forKey: entry.name) else { continue }
            if let file = entry.filePath {
                guard put(ClipJob(task: task, media: .source(.file(path: file)))) else { return }
                continue
            }
            switch try timing(&time.read, { try EntryBytes(entry, from: reader, limit: decode.maxClipBytes) { try context.stopIfInterrupted() } }) {
            case .whole(let bytes):
                guard put(ClipJob(task: task, media: .source(.memory(bytes)))) else { return }
            case .refused(let size, _, let reason):
                _ = try save(refusal(task, size: size, reason: reason), tally, context, clips: 1)
                try decoded?.refuse(
                    task.member, task.keeping.subtracting(task.modalities), reason == .media(.tooLarge) ? .tooLarge : .damagedContainer)
            }
        }
    }

    /// Files of a folder come and go one by one; this costs no other clip.
    private func gone(_ task: ExtractionTask, from source: String) -> ClipOutcome {
        let message = "\(task.member.reference.name): was in \(source) when that was listed and is not any more"
        return ClipOutcome(results: task.modalities.map { (task.member, $0, .failure(.media(.unreadable), message: message)) })
    }

    private func refusal(_ task: ExtractionTask, size: Int64, reason: FailureReason) -> ClipOutcome {
        let name = task.member.reference.name
        let message = reason == .media(.tooLarge)
            ? "\(name): \(size) bytes, more than decode.max_clip_bytes (\(decode.maxClipBytes)) lets be held; raise it, or unpack the archive"
            : "\(name): damaged in the archive; fetch it again"
        return ClipOutcome(results: task.modalities.map { (task.member, $0, .failure(reason, message: message)) })
    }

    /// - Returns: the tally with the results in it.
    private func save(_ outcome: ClipOutcome, _ tally: Shared<Tally>, _ context: RunContext, clips: Int) throws -> Tally {
        var change = Tally(
            clips: clips, reread: outcome.isReread ? clips : 0, kept: outcome.keeping == .kept ? 1 : 0,
            notKept: outcome.keeping == .refused ? 1 : 0, time: outcome.time)
        var writing = 0.0
        try timing(&writing) {
            for (member, modality, result) in outcome.results {
                switch result {
                case .features(let record, let preview):
                    try cache.save(record, preview: preview)
                    change.rows[modality, default: 0] += record.rows.rows
                case .failure(let reason, let message):
                    try save(reason, message, modality, member, context)
                    change.failures += 1
                }
            }
        }
        change.time.write += writing
        return tally.change { tally in
            tally += change
            return tally
        }
    }

    private func save(_ reason: FailureReason, _ message: String, _ modality: Modality, _ member: Member, _ context: RunContext) throws {
        guard let identity = identities.first(where: { $0.modality == modality }) else { return }
        let name = member.reference.name
        try catalogue.save(FailureRecord(
            sha256: member.sha256, modality: modality, extractor: identity.digest, member: name, reason: reason.code, message: message,
            at: timestamp()))
        context.events.emit(.failure(stage: StageName.extract.rawValue, item: name, reason: reason.code, message: message))
    }
}

extension Extraction.Tally {
    fileprivate static func += (sum: inout Self, other: Self) {
        sum.clips += other.clips
        sum.failures += other.failures
        sum.reread += other.reread
        sum.kept += other.kept
        sum.notKept += other.notKept
        sum.rows.merge(other.rows, uniquingKeysWith: +)
        sum.time += other.time
    }
}
