import Clips
import Extractors
import Foundation
import Kernels
import Media
import Store
import Tensors
import Workflow

/// A clip on its way to a worker.
struct ClipJob: Sendable {
    let task: ExtractionTask
    let media: ClipMedia
}

/// A clip as its source has it, or as it was kept when it was first decoded.
enum ClipMedia: Sendable {
    case source(MediaBytes)
    case kept(DecodedClip)
}

/// What became of one modality of a clip.
enum ClipResult: Sendable {
    case features(FeatureRecord, preview: [UInt8]?)
    case failure(FailureReason, message: String)
}

/// What a worker has ready to be saved: of the clip it was given, and of earlier ones whose sound had to wait.
struct ClipOutcome: Sendable {
    var results: [(member: Member, modality: Modality, result: ClipResult)] = []
    var time = ExtractionTime()
    /// Whether the clip came from a shard of decoded media.
    var isReread = false
    var keeping = ClipKeeper.Outcome.nothingToKeep
}

/// One worker's decoder, front ends and network sessions: a whole clip goes through it at a time.
///
/// Where sound ends in batches that clips share, a clip's audio features may come with a later clip or from ``flush()``;
/// were the process killed before, the next run decodes that clip's sound again.
struct ClipWorker {
    /// A clip whose sound has ended.
    private struct Heard {
        let member: Member
        let preview: [UInt8]
    }

    private let settings: DecodeSettings
    private let identities: [Modality: ExtractorIdentity]
    private let audio: BulkAudioEmbedder<Heard>?
    private let visual: FrameEmbedder?
    private let interruption: InterruptionFlag
    private let decoder: ClipDecoder
    /// nil where decoded media are not kept.
    private let keeper: ClipKeeper?
    /// Whether clips share batches; else every clip's sound is done with the clip.
    private let sharesBatches: Bool

    /// Seconds that a clip in hand may still take after a signal.
    private static let patience = 3.0

    /// Made on the worker's own thread, which it limits to one OpenMP thread.
    init(
        _ settings: DecodeSettings, _ sound: AudioExtractorSettings?, networks: LoadedNetworks, identities: [ExtractorIdentity],
        keeper: ClipKeeper?, _ context: RunContext
    ) throws {
        OpenMPThreads.limitCurrentThread(to: 1)
        self.settings = settings
        self.identities = Dictionary(identities.map { ($0.modality, $0) }, uniquingKeysWith: { first, _ in first })
        interruption = context.interruption
        decoder = ClipDecoder(settings, context)
        self.keeper = keeper
        sharesBatches = sound?.batch == .bulk
        let hop = sound?.hop ?? 0.96
        audio = try networks.vggish.map { try BulkAudioEmbedder(network: $0, hopSeconds: hop, shortSound: sound?.shortSound ?? .fail) }
        visual = try networks.inception.map { try FrameEmbedder(network: $0, framesPerSecond: settings.framesPerSecond) }
    }

    /// Decodes and embeds one clip; what is wrong with it stands in the result.
    ///
    /// - Throws: `Interruption` if a signal came and the clip takes long; errors that are not the clip's fault.
    func extract(_ job: ClipJob) throws -> ClipOutcome {
        let clock = ClipClock(audio: audio?.time, visual: visual?.time)
        var outcome = ClipOutcome()
        if case .kept = job.media { outcome.isReread = true }
        outcome.results = try results(of: job, clock, &outcome.keeping) + takeHeard()
        outcome.time = clock.time(audio: audio?.time, visual: visual?.time)
        return outcome
    }

    /// What still waits for a batch to fill; a shard that still waits is closed.
    func flush() throws -> ClipOutcome {
        let clock = ClipClock(audio: audio?.time, visual: visual?.time)
        try timing(&clock.keeping) { try keeper?.close() }
        try audio?.flush()
        var outcome = ClipOutcome()
        outcome.results = takeHeard()
        outcome.time = clock.time(audio: audio?.time, visual: visual?.time)
        return outcome
    }

    private func results(
        of job: ClipJob, _ clock: ClipClock, _ keeping: inout ClipKeeper.Outcome
    ) throws -> [(member: Member, modality: Modality, result: ClipResult)] {
        audio?.reset()
        visual?.reset()
        let wanted = job.task.modalities
        let member = job.task.member
        var deadline = Deadline(interruption, patience: Self.patience)
        let audioSink = audio.flatMap { wanted.contains(.audio) ? $0 : nil }
        let visualSink = visual.flatMap { wanted.contains(.visual) ? $0 : nil }
        var peaks = WaveformPeaks()
        var thumbnail: Thumbnail?, duration: Double?
        let recording = ClipRecording(job.task.keeping, settings, named: member.reference.name)
        let summary: DecodeSummary
        do {
            summary = try decoder.decode(
                job, settings, recording, check: { try deadline.check() },
                opened: { (duration, thumbnail) = ($0, Thumbnail(middle: ($0 ?? 0) / 2)) },
                audio: audioSink.map { sink in
                    { samples in
                        try deadline.check()
                        timing(&clock.previews) { peaks.add(samples) }
                        try sink.append(samples)
                    }
                },
                frame: visualSink.map { sink in
                    { image, time in
                        try deadline.check()
                        timing(&clock.previews) { thumbnail?.offer(image, at: time) }
                        try sink.append(image)
                    }
                })
        } catch let error as MediaError {
            let unrecorded = job.task.keeping.subtracting(wanted)
            if !unrecorded.isEmpty { keeping = .refused }
            try keeper?.refuse(member, unrecorded, error.reason)
            return wanted.map { (member, $0, .failure(.media(error.reason), message: error.description)) }
        }
        clock.keeping += recording.time
        if let keeper {
            keeping = try timing(&clock.keeping) {
                try keeper.keep(recording, summary, of: member, duration: duration, extracted: wanted)
            }
        }
        var results: [(member: Member, modality: Modality, result: ClipResult)] = []
        if let audioSink {
            let heard = try failure(.audio, summary, of: member) {
                try audioSink.finish(Heard(member: member, preview: timing(&clock.previews) { peaks.bytes }))
            }
            if let heard { results.append((member, .audio, heard)) }
            if !sharesBatches { try audioSink.flush() }
        }
        if let visualSink {
            var rows: EmbeddedRows?
            let failed = try failure(.visual, summary, of: member) { rows = try visualSink.finish() }
            let seen = failed ?? rows.map { result(.visual, $0, of: member, preview: timing(&clock.previews) { thumbnail?.jpeg }) }
            if let seen { results.append((member, .visual, seen)) }
        }
        return results
    }

    /// Ends a modality of a clip with `finish`, or says why it has no features.
    private func failure(_ modality: Modality, _ summary: DecodeSummary, of member: Member, finish: () throws -> Void) throws -> ClipResult? {
        if let reason = summary.reason(modality) {
            let message = if case .failed(let error) = summary[modality] { error.description } else {
                "\(member.reference.name): the file has no \(modality == .audio ? "sound" : "video")"
            }
            return .failure(.media(reason), message: message)
        }
        do {
            try finish()
            return nil
        } catch let error as ExtractorError {
            guard case .tooShort = error else { throw error }
            return .failure(.tooShort, message: "\(member.reference.name): \(error)")
        }
    }

    private func takeHeard() -> [(member: Member, modality: Modality, result: ClipResult)] {
        (audio?.takeFinished() ?? []).map { heard, rows in
            (heard.member, .audio, result(.audio, rows, of: heard.member, preview: heard.preview))
        }
    }

    private func result(_ modality: Modality, _ embedded: EmbeddedRows, of member: Member, preview: [UInt8]?) -> ClipResult {
        let name = member.reference.name
        guard embedded.rows.rows > 0 else {
            return .failure(.tooShort, message: "\(name): the \(modality.rawValue) stream has no segment")
        }
        guard embedded.rows.isFinite else {
            return .failure(.notFinite, message: "\(name): the \(modality.rawValue) features are not finite numbers")
        }
        guard let identity = identities[modality] else { preconditionFailure("\(modality.rawValue) rows without an extractor") }
        let record = FeatureRecord(
            sha256: member.sha256, extractor: identity.digest, modality: modality, rows: embedded.rows, times: embedded.times)
        return .features(record, preview: preview)
    }
}

/// What a clip takes, from what its worker has spent before and after; all that is none of the other parts is decoding.
private final class ClipClock {
    var previews = 0.0
    var keeping = 0.0
    private let start = ContinuousClock.now
    private let audioBefore: EmbeddingTime
    private let visualBefore: EmbeddingTime

    init(audio: EmbeddingTime?, visual: EmbeddingTime?) {
        audioBefore = audio ?? EmbeddingTime()
        visualBefore = visual ?? EmbeddingTime()
    }

    func time(audio: EmbeddingTime?, visual: EmbeddingTime?) -> ExtractionTime {
        let (sound, pictures) = (audio ?? EmbeddingTime(), visual ?? EmbeddingTime())
        var time = ExtractionTime()
        time.resize = pictures.inputs - visualBefore.inputs
        time.inception = pictures.network - visualBefore.network
        time.logMel = sound.inputs - audioBefore.inputs
        time.vggish = sound.network - audioBefore.network
        time.previews = previews
        time.keep = keeping
        time.decode = (ContinuousClock.now - start).seconds - time.total
        return time
    }
}

/// Lets a clip in hand finish after a signal if that takes a few seconds.
private struct Deadline {
    private let interruption: InterruptionFlag
    private let patience: Double
    private var noticed: ContinuousClock.Instant?

    init(_ interruption: InterruptionFlag, patience: Double) {
        self.interruption = interruption
        self.patience = patience
    }

    mutating func check() throws(Interruption) {
        guard let signal = interruption.signal else { return }
        let now = ContinuousClock.now
        let since = noticed ?? now
        noticed = since
        if (now - since).seconds > patience { throw Interruption(signal: signal) }
    }
}
