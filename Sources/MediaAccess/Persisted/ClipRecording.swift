package import Clips
import Files
import Foundation
import Media
import Tensors
import Workflow

/// A clip's decoded media on their way from the decoder to the other sinks, and into the form in which they are persisted.
///
/// Where that form loses something, the other sinks get what comes out of it, persisted or not: the same as from a shard.
package final class ClipRecording {
    /// What is to be persisted.
    package let modalities: Set<Modality>
    /// Whether the clip takes more bytes than may be held.
    package private(set) var isTooLarge = false
    /// Seconds spent on it.
    package private(set) var time = 0.0
    private let settings: DecodeSettings
    private let name: String
    private var encoder: ClipEncoder?
    private var sound: [UInt8]?
    private var frames: [[UInt8]] = []
    private var times: [Double] = []
    private var pictures: PictureDecoder?
    /// Held so far, the sound as if it were not packed.
    private var byteCount = 0
    /// What the container says, seconds.
    private var duration: Double?
    /// Those that get what comes out of a lossy form.
    private var soundSinks: [ClipSink.Samples] = []
    private var frameSinks: [ClipSink.Frames] = []

    /// - Parameter name: what errors call the clip.
    package init(_ modalities: Set<Modality>, _ settings: DecodeSettings, named name: String) {
        self.modalities = modalities
        self.settings = settings
        self.name = name
    }

    /// What a decoder feeds so that the clip is recorded and the given sinks are fed: directly, or with what comes out of a lossy form.
    package func sinks(feeding sinks: [ClipSink]) -> [ClipSink] {
        let isLossy = PerModality { settings.persist.lossyEncoding($0) != nil }
        soundSinks = isLossy.audio ? sinks.compactMap(\.samples) : []
        frameSinks = isLossy.visual ? sinks.compactMap(\.frames) : []
        let own = ClipSink(
            opened: { [self] in duration = $0 },
            samples: modalities.contains(.audio) || !soundSinks.isEmpty ? { [self] in try record($0) } : nil,
            frames: modalities.contains(.visual) || !frameSinks.isEmpty ? { [self] in try record($0, at: $1) } : nil)
        return [own] + sinks.map { sink in
            ClipSink(opened: sink.opened, samples: isLossy.audio ? nil : sink.samples, frames: isLossy.visual ? nil : sink.frames)
        }
    }

    /// Ends the sound, and hands over what came out of a lossy form.
    ///
    /// - Parameter check: called before each part that is handed over; an error it throws ends this.
    package func finish(check: @escaping () throws -> Void) throws {
        guard let encoder else { return }
        self.encoder = nil
        let file = try timing(&time) { try encoder.finish() }
        if !isTooLarge, modalities.contains(.audio) { sound = file }
        guard !soundSinks.isEmpty else { return }
        _ = try decodeSound(file, named: name, settings.limits) { [soundSinks] samples in
            try check()
            for take in soundSinks { try take(samples) }
        }
    }

    /// The clip as members of a shard, and the modalities they hold; nil if nothing of it can be kept.
    ///
    /// - Parameter annotations: of the samples that are made of the clip.
    func members(
        _ summary: DecodeSummary, of member: Member, annotations: [DecodedEntry.Annotation]
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

    private func record(_ samples: UnsafeBufferPointer<Float>) throws {
        try timing(&time) {
            if modalities.contains(.audio) { count(samples.count * MemoryLayout<Float>.size) }
            guard !soundSinks.isEmpty || !isTooLarge else { return }
            if encoder == nil {
                let codec = settings.persist.sound == .wav ? "pcm_f32le" : "flac"
                let format = ClipFormat(
                    container: settings.persist.sound.rawValue,
                    audio: AudioEncoding(sampleRate: WaveformFormat.sampleRate, channels: 1, codec: codec))
                encoder = try ClipEncoder(format, named: name)
            }
            try encoder?.add(samples: Array(samples))
        }
    }

    private func record(_ image: RGBImage, at instant: Double) throws {
        var seen = image
        try timing(&time) {
            guard !frameSinks.isEmpty || !isTooLarge else { return }
            let file = try encode(image)
            if modalities.contains(.visual) { hold(file, at: instant) }
            if !frameSinks.isEmpty { seen = try decode(file) }
        }
        for take in frameSinks { try take(seen, instant) }
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
        if soundSinks.isEmpty { encoder = nil }
    }
}
