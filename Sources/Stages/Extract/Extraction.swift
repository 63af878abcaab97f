import Archives
import Clips
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
    let identities: [ExtractorIdentity]
    let networks: LoadedNetworks
    let limit: FailureLimit

    /// What became of the clips of a run.
    struct Tally: Sendable {
        var clips = 0
        var failures = 0
        /// Feature rows.
        var rows: [Modality: Int] = [:]
        var time = ExtractionTime()
    }

    /// - Throws: what is no clip's fault; `Interruption` where a signal cut a long clip short.
    func run(_ tasks: [ExtractionTask], _ context: RunContext) throws -> Tally {
        let tally = Shared(Tally())
        // The workers are the parallelism.
        BLASThreads.count = 1
        try WorkerPool.run(workers: context.workers, capacity: context.workers) {
            try ClipWorker(decode, settings.audio, networks: networks, identities: identities, context)
        } work: { worker, job in
            if context.interruption.signal != nil { return }
            let counts = try save(try worker.extract(job), tally, context, clips: 1)
            context.events.emit(.progress(
                stage: StageName.extract.rawValue, done: counts.clips, total: tasks.count, failed: counts.failures, unit: "clips", note: ""))
            if limit.isExceeded(by: counts.failures, of: tasks.count) {
                throw StageError.tooManyFailures(count: counts.failures, limit: limit.description)
            }
        } finish: { worker in
            _ = try save(try worker.flush(), tally, context, clips: 0)
        } produce: { put in
            for (index, source) in sources.enumerated() {
                try read(tasks.filter { $0.member.reference.source == index }, from: source, tally, context, put)
            }
        }
        return tally.value
    }

    /// Hands the bytes of a source's due members to the workers, reading the source no further than the last of them.
    private func read(
        _ tasks: [ExtractionTask], from source: String, _ tally: Shared<Tally>, _ context: RunContext, _ put: (ClipJob) -> Bool
    ) throws {
        var due = Dictionary(tasks.map { ($0.member.reference.name, $0) }, uniquingKeysWith: { first, _ in first })
        guard !due.isEmpty else { return }
        let reader = try EntryReader(source: source)
        var time = ExtractionTime()
        defer { tally.change { $0.time += time } }
        while !due.isEmpty, context.interruption.signal == nil {
            guard let entry = try timing(&time.read, { try reader.nextReadable() }) else {
                throw StageError.memberGone(source: source, member: due.keys.min() ?? "")
            }
            guard let task = due.removeValue(forKey: entry.name) else { continue }
            if let file = entry.filePath {
                guard put(ClipJob(task: task, bytes: .file(path: file))) else { return }
                continue
            }
            switch try timing(&time.read, { try EntryBytes(entry, from: reader, limit: decode.maxClipBytes) { try context.stopIfInterrupted() } }) {
            case .whole(let bytes):
                guard put(ClipJob(task: task, bytes: .memory(bytes))) else { return }
            case .refused(let size, _, let reason):
                _ = try save(refusal(task, size: size, reason: reason), tally, context, clips: 1)
            }
        }
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
        var change = Tally(clips: clips, time: outcome.time)
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
        sum.rows.merge(other.rows, uniquingKeysWith: +)
        sum.time += other.time
    }
}
