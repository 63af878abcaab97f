import IsolatedMedia
package import Media
package import Tensors

/// A clip that can be decoded: as its source has it, or as an earlier run persisted its decoded media.
package enum ClipSource: Sendable {
    /// The media file itself. The worker's ``ClipDecoder`` decodes it, in this process or in one of its own.
    case media(MediaBytes, name: String)
    case persisted(PersistedClip)

    package var isPersisted: Bool { if case .persisted = self { true } else { false } }

    /// Decodes the clip once and hands its samples and frames to all sinks, each part to one sink after the other.
    ///
    /// - Parameters:
    ///   - sinks: a modality that no sink takes is not decoded.
    ///   - check: called before each part, and while an isolated decoder is waited for; an error it throws ends the decoding.
    /// - Throws: `MediaError`, `IsolationError`, and what the sinks and `check` throw.
    package func decode(
        by decoder: ClipDecoder, _ settings: DecodeSettings, into sinks: [ClipSink], check: @escaping () throws -> Void
    ) throws -> DecodeSummary {
        let (audio, visual) = (sinks.compactMap(\.samples), sinks.compactMap(\.frames))
        let samples: ClipSink.Samples? = audio.isEmpty ? nil : { part in
            try check()
            for take in audio { try take(part) }
        }
        let frames: ClipSink.Frames? = visual.isEmpty ? nil : { image, time in
            try check()
            for take in visual { try take(image, time) }
        }
        func open(_ duration: Double?) { for sink in sinks { sink.opened?(duration) } }
        switch (self, decoder) {
        case (.persisted(let clip), _):
            open(clip.entry.duration)
            return try clip.decode(limits: settings.limits, audio: samples, frame: frames)
        case (.media(let bytes, let name), .isolated(let isolated)):
            return try isolated.decode(
                bytes, named: name, limits: settings.limits, framesPerSecond: settings.framesPerSecond, check: check,
                opened: { open($0.duration) }, audio: samples, frame: frames)
        case (.media(let bytes, let name), .inProcess):
            let media = try MediaDecoder(bytes, named: name, limits: settings.limits)
            open(media.probe.duration)
            return try media.decode(framesPerSecond: settings.framesPerSecond, audio: samples, frame: frames)
        }
    }
}

/// What takes a clip's decoded media as they come: an embedder, previews, the recording of persisted media.
package struct ClipSink {
    /// The next part of the waveform, valid during the call only.
    package typealias Samples = (UnsafeBufferPointer<Float>) throws -> Void
    /// A frame and its instant, seconds from the first presented frame.
    package typealias Frames = (RGBImage, _ time: Double) throws -> Void

    /// Gets the duration that the container tells, seconds, before anything else comes.
    package var opened: ((_ duration: Double?) -> Void)?
    /// nil where no sound is wanted.
    package var samples: Samples?
    /// nil where no frames are wanted.
    package var frames: Frames?

    package init(opened: ((_ duration: Double?) -> Void)? = nil, samples: Samples? = nil, frames: Frames? = nil) {
        self.opened = opened
        self.samples = samples
        self.frames = frames
    }
}
