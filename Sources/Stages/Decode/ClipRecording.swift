import Clips
import Foundation
import Media
import Tensors
import Workflow

/// A clip's decoded media on their way from the decoder to the extractors, and into the form in which they are kept.
///
/// Where that form loses something, the extractors get what comes out of it, kept or not: the same as from a shard.
final class ClipRecording {
    typealias SoundSink = (UnsafeBufferPointer<Float>) throws -> Void
    typealias FrameSink = (RGBImage, _ time: Double) throws -> Void

    /// What is to be kept.
    let modalities: Set<Modality>
    /// Whether the clip takes more bytes than may be held.
    private(set) var isTooLarge = false
    /// Seconds spent on it.
    private(set) var time = 0.0
    private let settings: DecodeSettings
    private let name: String
    private var encoder: ClipEncoder?
    private var sound: [UInt8]?
    private var frames: [[UInt8]] = []
    private var times: [Double] = []
    private var pictures: PictureDecoder?
    /// Held so far, the sound as if it were not packed.
    private var byteCount = 0

    /// - Parameter name: what errors call the clip.
    init(_ modalities: Set<Modality>, _ settings: DecodeSettings, named name: String) {
        self.modalities = modalities
        self.settings = settings
        self.name = name
    }

    /// What the decoder hands its samples to; nil if nobody wants any.
    func tap(sound sink: SoundSink?) -> SoundSink? {
        let isLossy = settings.persist.loss(.audio) != nil && sink != nil
        guard modalities.contains(.audio) || isLossy else { return sink }
        return { [self] samples in
            try timing(&time) { try record(samples, always: isLossy) }
            if !isLossy { try sink?(samples) }
        }
    }

    /// What the decoder hands its frames to; nil if nobody wants any.
    func tap(frames sink: FrameSink?) -> FrameSink? {
        let isLossy = settings.persist.loss(.visual) != nil
        guard modalities.contains(.visual) || (isLossy && sink != nil) else { return sink }
        return { [self] image, instant in
            var seen = image
            try timing(&time) {
                guard isLossy || !isTooLarge else { return }
                let file = try encode(image)
                if modalities.contains(.visual) { hold(file, at: instant) }
                if isLossy, sink != nil { seen = try decode(file) }
            }
            try sink?(seen, instant)
        }
    }

    /// Ends the sound, and hands over what came out of a lossy form.
    func endSound(_ sink: SoundSink?) throws {
        guard let encoder else { return }
        self.encoder = nil
        let file = try timing(&time) { try encoder.finish() }
        if !isTooLarge, modalities.contains(.audio) { sound = file }
        if settings.persist.loss(.audio) != nil, let sink { _ = try decodeSound(file, named: name, settings.limits, sink) }
    }

    /// The clip as members of a shard, and the modalities they hold; nil if nothing of it can be kept.
    ///
    /// - Parameters:
    ///   - duration: what the container says, seconds.
    ///   - annotations: of the samples that are made of the clip.
    func members(
        _ summary: DecodeSummary, of member: Member, duration: Double?, annotations: [DecodedEntry.Annotation]
    ) throws -> (members: DecodedMembers, modalities: Set<Modality>)? {
        guard !isTooLarge else { return nil }
        var members = DecodedMembers()
        var soundEntry: DecodedEntry.Sound?, frameEntry: DecodedEntry.Frames?
        if let sound, case .decoded(let seconds, let count) = summary.audio {
            members.append(sound, ending: settings.persist.sound.rawValue)
            soundEntry = .init(ending: settings.persist.sound.rawValue, sampleRate: WaveformFormat.sampleRate, samples: count, duration: seconds)
        }
        if modalities.contains(.visual), case .decoded(let seconds, _) = summary.visual {
            let endings = frames.indices.map { DecodedMembers.frameEnding($0, settings.persist.frames) }
            for (file, ending) in zip(frames, endings) { members.append(file, ending: ending) }
            frameEntry = .init(endings: endings, times: times, duration: seconds)
        }
        let held = Set((soundEntry == nil ? [] : [.audio]) + (frameEntry == nil ? [] : [Modality.visual]))
        guard !held.isEmpty else { return nil }
        let recipes = held.map { modality in
            let ingredients = DecodedRecipe.fingerprint(modality, settings).ingredients
            return (modality.rawValue, Dictionary(ingredients.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
        }
        let entry = DecodedEntry(
            aadml: aadmlVersion, member: member.reference.name, sha256: member.sha256, duration: duration, samples: annotations,
            decode: Dictionary(uniqueKeysWithValues: recipes), sound: soundEntry, frames: frameEntry)
        members.append(try json(entry), ending: DecodedMembers.entryEnding)
        return (members, held)
    }

    private func record(_ samples: UnsafeBufferPointer<Float>, always: Bool) throws {
        if modalities.contains(.audio) { count(samples.count * MemoryLayout<Float>.size) }
        guard always || !isTooLarge else { return }
        if encoder == nil {
            let codec = settings.persist.sound == .wav ? "pcm_f32le" : "flac"
            let format = ClipFormat(
                container: settings.persist.sound.rawValue, audio: AudioEncoding(sampleRate: WaveformFormat.sampleRate, channels: 1, codec: codec))
            encoder = try ClipEncoder(format, named: name)
        }
        try encoder?.add(samples: Array(samples))
    }

    private func encode(_ image: RGBImage) throws -> [UInt8] {
        switch settings.persist.frames {
        case .png: try PNGEncoder.encode(image)
        case .jpg(let quality): try JPEGEncoder.encode(image, quality: quality)
        }
    }

    private func decode(_ file: [UInt8]) throws -> RGBImage {
        let decoder = try pictures ?? PictureDecoder(.jpeg, named: name, limits: settings.limits)
        pictures = decoder
        return try decoder.decode(file)
    }

    private func hold(_ file: [UInt8], at instant: Double) {
        count(file.count)
        guard !isTooLarge else { return }
        frames.append(file)
        times.append(instant)
    }

    private func count(_ bytes: Int) {
        byteCount += bytes
        guard byteCount > settings.maxClipBytes, !isTooLarge else { return }
        isTooLarge = true
        (frames, times) = ([], [])
        if settings.persist.loss(.audio) == nil { encoder = nil }
    }
}
