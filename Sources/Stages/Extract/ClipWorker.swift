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
    let bytes: MediaBytes
}

/// What became of one modality of a clip.
enum ClipResult: Sendable {
    case features(FeatureRecord, preview: [UInt8]?)
    case failure(reason: String, message: String)
}

/// One worker's decoder, front ends and network sessions: a whole clip goes through it at a time.
struct ClipWorker {
    private let settings: DecodeSettings
    private let identities: [Modality: ExtractorIdentity]
    private let audio: AudioEmbedder?
    private let visual: FrameEmbedder?
    private let interruption: InterruptionFlag

    /// Seconds that a clip in hand may still take after a signal.
    private static let patience = 3.0

    /// Made on the worker's own thread, which it limits to one OpenMP thread.
    init(
        _ settings: DecodeSettings, hop: Double, networks: LoadedNetworks, identities: [ExtractorIdentity], interruption: InterruptionFlag
    ) throws {
        OpenMPThreads.limitCurrentThread(to: 1)
        self.settings = settings
        self.identities = Dictionary(identities.map { ($0.modality, $0) }, uniquingKeysWith: { first, _ in first })
        self.interruption = interruption
        audio = try networks.vggish.map { try AudioEmbedder(network: $0, hopSeconds: hop) }
        visual = try networks.inception.map { try FrameEmbedder(network: $0, framesPerSecond: settings.framesPerSecond) }
    }

    /// Decodes and embeds one clip; what is wrong with it stands in the result.
    ///
    /// - Returns: what became of each modality, and what took how long.
    /// - Throws: `Interruption` if a signal came and the clip takes long; errors that are not the clip's fault.
    func extract(_ job: ClipJob) throws -> (results: [Modality: ClipResult], time: ExtractionTime) {
        let clock = ClipClock(audio: audio, visual: visual)
        let results = try extract(job, clock)
        return (results, clock.time(audio: audio, visual: visual))
    }

    private func extract(_ job: ClipJob, _ clock: ClipClock) throws -> [Modality: ClipResult] {
        audio?.reset()
        visual?.reset()
        let wanted = job.task.modalities
        let name = job.task.member.reference.name
        var deadline = Deadline(interruption, patience: Self.patience)
        let audioSink = audio.flatMap { wanted.contains(.audio) ? $0 : nil }
        let visualSink = visual.flatMap { wanted.contains(.visual) ? $0 : nil }
        var peaks = WaveformPeaks()
        var thumbnail: Thumbnail?
        let summary: DecodeSummary
        do {
            let decoder = try MediaDecoder(job.bytes, named: name, limits: settings.limits)
            thumbnail = Thumbnail(middle: (decoder.probe.duration ?? 0) / 2)
            summary = try decoder.decode(
                framesPerSecond: settings.framesPerSecond,
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
            return Dictionary(uniqueKeysWithValues: wanted.map { ($0, .failure(reason: error.reason.rawValue, message: error.description)) })
        }
        var results: [Modality: ClipResult] = [:]
        for modality in wanted {
            results[modality] = try result(
                modality, summary, of: job.task.member,
                rows: { try modality == .audio ? audioSink?.finish() : visualSink?.finish() },
                preview: { timing(&clock.previews) { modality == .audio ? peaks.bytes : thumbnail?.jpeg } })
        }
        return results
    }

    private func result(
        _ modality: Modality, _ summary: DecodeSummary, of member: Member, rows: () throws -> EmbeddedRows?, preview: () -> [UInt8]?
    ) throws -> ClipResult? {
        guard let identity = identities[modality] else { return nil }
        if let reason = summary.reason(modality) {
            let message = if case .failed(let error) = summary[modality] { error.description } else {
                "\(member.reference.name): the file has no \(modality == .audio ? "sound" : "video")"
            }
            return .failure(reason: reason.rawValue, message: message)
        }
        do {
            guard let embedded = try rows(), embedded.rows.rows > 0 else {
                return .failure(reason: "too_short", message: "\(member.reference.name): the \(modality.rawValue) stream has no segment")
            }
            guard embedded.rows.isFinite else {
                return .failure(reason: "not_finite", message: "\(member.reference.name): the \(modality.rawValue) features are not finite numbers")
            }
            let record = FeatureRecord(
                sha256: member.sha256, extractor: identity.digest, modality: modality, rows: embedded.rows, times: embedded.times)
            return .features(record, preview: preview())
        } catch let error as ExtractorError {
            guard case .tooShort = error else { throw error }
            return .failure(reason: "too_short", message: "\(member.reference.name): \(error)")
        }
    }
}

/// What a clip takes, from what its worker has spent before and after; all that is none of the other parts is decoding.
private final class ClipClock {
    var previews = 0.0
    private let start = ContinuousClock.now
    private let audioBefore: EmbeddingTime
    private let visualBefore: EmbeddingTime

    init(audio: AudioEmbedder?, visual: FrameEmbedder?) {
        audioBefore = audio?.time ?? EmbeddingTime()
        visualBefore = visual?.time ?? EmbeddingTime()
    }

    func time(audio: AudioEmbedder?, visual: FrameEmbedder?) -> ExtractionTime {
        let (sound, pictures) = (audio?.time ?? EmbeddingTime(), visual?.time ?? EmbeddingTime())
        var time = ExtractionTime()
        time.resize = pictures.inputs - visualBefore.inputs
        time.inception = pictures.network - visualBefore.network
        time.logMel = sound.inputs - audioBefore.inputs
        time.vggish = sound.network - audioBefore.network
        time.previews = previews
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
