import Clips
import Extractors
import Kernels
import Media
import MediaAccess
import Store
import Workflow

/// A clip on its way to a worker.
struct ExtractionJob: Sendable {
    let task: ExtractionTask
    let source: ClipSource
}

/// One worker's decoder, front ends and network sessions: a whole clip goes through it at a time, and its features into the cache.
///
/// Where clips share batches, a clip's features may come with a later clip or from ``flush()``; were the process killed before, the
/// next run decodes that clip again.
struct ClipWorker {
    private let extraction: Extraction
    private let embedders: PerModality<(any ClipEmbedder<PendingClip>)?>
    private let decoder: ClipDecoder
    /// nil where decoded media are not persisted.
    private let persisted: PersistedClipWriter?
    private let interruption: InterruptionFlag

    /// Made on the worker's own thread, which it limits to one OpenMP thread.
    init(_ extraction: Extraction, persisted: PersistedClipWriter?, _ context: RunContext) throws {
        OpenMPThreads.limitCurrentThread(to: 1)
        self.extraction = extraction
        self.persisted = persisted
        let sampling = extraction.decode.sampling
        embedders = try extraction.networks.mapValues { network in try network?.makeEmbedder(sampling) }
        decoder = ClipDecoder(extraction.decode, command: context.serverCommand)
        interruption = context.interruption
    }

    /// Decodes and embeds one clip; what is wrong with it is in the outcome.
    ///
    /// - Throws: `Interruption` if a signal came and the clip takes long; errors that are not the clip's fault.
    func extract(_ job: ExtractionJob) throws -> ClipOutcome {
        let (member, wanted) = (job.task.member, job.task.modalities)
        let (clock, deadline, previews) = (ClipClock(embedders), ClipDeadline(interruption), ClipPreviews())
        let recording = ClipRecording(job.task.persisting, extraction.decode, named: member.reference.name)
        var outcome = ClipOutcome(isReread: job.source.isPersisted)
        var sinks = [previews.sink(for: wanted)]
        for (modality, embedder) in embedders {
            embedder?.reset()
            if let embedder, wanted.contains(modality) { sinks.append(ClipSink(embedder.input)) }
        }
        if !job.source.isPersisted { sinks = recording.sinks(feeding: sinks) }
        var decoded: DecodeSummary?
        do {
            let summary = try job.source.decode(by: decoder, extraction.decode, into: sinks, check: deadline.check)
            try recording.finish(check: deadline.check)
            decoded = summary
        } catch let error as MediaError {
            outcome.failures = wanted.sorted().map { ClipFailure(member, $0, .media(error.reason), error.description) }
            if let persisted { outcome.persisting = try persisted.refuse(recording, of: member, extracted: wanted, error.reason) }
        }
        if let summary = decoded {
            clock.persisting = recording.time
            try timing(&clock.persisting) {
                if let persisted { outcome.persisting = try persisted.write(recording, summary, of: member, extracted: wanted) }
            }
            for case (let modality, let embedder?) in embedders where wanted.contains(modality) {
                let clip = PendingClip(member: member, preview: previews.content(of: modality))
                if let failure = try end(modality, of: clip, embedder, summary) { outcome.failures.append(failure) }
            }
        }
        clock.previews = previews.time
        try saveFinished(&outcome, clock)
        return outcome
    }

    /// Completes what still waits for a batch to fill, and the open shard of persisted media.
    func flush() throws -> ClipOutcome {
        let clock = ClipClock(embedders)
        try timing(&clock.persisting) { try persisted?.close() }
        for case (_, let embedder?) in embedders {
            embedder.reset()   // of a clip that failed
            try embedder.flush()
        }
        var outcome = ClipOutcome()
        try saveFinished(&outcome, clock)
        return outcome
    }

    /// Ends a modality of a clip, or says why it has no features.
    private func end(
        _ modality: Modality, of clip: PendingClip, _ embedder: any ClipEmbedder<PendingClip>, _ summary: DecodeSummary
    ) throws -> ClipFailure? {
        if let failure = ClipFailure(clip.member, modality, summary) { return failure }
        do {
            try embedder.finish(clip)
            return nil
        } catch {
            guard case .tooShort = error else { throw error }
            return ClipFailure(clip.member, modality, .tooShort, "\(clip.member.reference.name): \(error)")
        }
    }

    /// Saves the features of this clip and of earlier ones that are complete now.
    private func saveFinished(_ outcome: inout ClipOutcome, _ clock: ClipClock) throws {
        for case (let modality, let embedder?) in embedders {
            for (clip, embedded) in embedder.takeFinished() {
                if let failure = ClipFailure(clip.member, modality, embedded) {
                    outcome.failures.append(failure)
                } else if let identity = extraction.identities[modality] {
                    try timing(&clock.writing) { try extraction.cache.save(identity.features(of: clip.member, embedded), preview: clip.preview) }
                    outcome.rows[modality] += embedded.times.count
                }
            }
        }
        outcome.time = clock.time(embedders, extraction.timeLabels)
    }
}
