import Clips
import IsolatedMedia
import Media
import Tensors
import Workflow

/// A worker's decoder: in a process of its own where the settings want it and there is a program for it, or in this one.
enum ClipDecoder {
    case isolated(IsolatedDecoder)
    case here

    init(_ settings: DecodeSettings, _ context: RunContext) {
        self = if settings.isIsolated, let command = context.serverCommand {
            .isolated(IsolatedDecoder(
                command: command, timeout: .seconds(settings.maxDecodeSeconds), memoryLimit: settings.maxDecoderBytes))
        } else {
            .here
        }
    }

    /// - Throws: `MediaError`, `IsolationError`, and what `check` throws.
    func probe(_ bytes: MediaBytes, named name: String, limits: DecodeLimits, check: () throws -> Void) throws -> MediaProbe {
        switch self {
        case .isolated(let decoder): try decoder.probe(bytes, named: name, limits: limits, check: check)
        case .here: try MediaDecoder(bytes, named: name, limits: limits).probe
        }
    }

    /// - Parameter check: called while the decoder is waited for.
    /// - Throws: `MediaError`, `IsolationError`, and what the closures throw.
    func decode(
        _ bytes: MediaBytes, named name: String, _ settings: DecodeSettings, check: () throws -> Void, opened: (MediaProbe) -> Void,
        audio: ((UnsafeBufferPointer<Float>) throws -> Void)?, frame: ((RGBImage, _ time: Double) throws -> Void)?
    ) throws -> DecodeSummary {
        switch self {
        case .isolated(let decoder):
            return try decoder.decode(
                bytes, named: name, limits: settings.limits, framesPerSecond: settings.framesPerSecond, check: check, opened: opened,
                audio: audio, frame: frame)
        case .here:
            let decoder = try MediaDecoder(bytes, named: name, limits: settings.limits)
            opened(decoder.probe)
            return try decoder.decode(framesPerSecond: settings.framesPerSecond, audio: audio, frame: frame)
        }
    }

    /// Decodes a clip out of its source, or hands over what was kept of it.
    ///
    /// - Parameters:
    ///   - recording: takes what is to be kept.
    ///   - opened: gets the duration the container tells, seconds, before anything else comes.
    func decode(
        _ job: ClipJob, _ settings: DecodeSettings, _ recording: ClipRecording, check: () throws -> Void, opened: (Double?) -> Void,
        audio: ClipRecording.SoundSink?, frame: ClipRecording.FrameSink?
    ) throws -> DecodeSummary {
        switch job.media {
        case .kept(let clip):
            opened(clip.entry.duration)
            return try clip.decode(limits: settings.limits, audio: audio, frame: frame)
        case .source(let bytes):
            let summary = try decode(
                bytes, named: job.task.member.reference.name, settings, check: check, opened: { opened($0.duration) },
                audio: recording.tap(sound: audio), frame: recording.tap(frames: frame))
            try recording.endSound(audio)
            return summary
        }
    }
}
