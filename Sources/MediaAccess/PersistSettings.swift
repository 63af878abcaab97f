package import Clips
import Settings
package import Workflow

/// `decode.persist`: whether decoded media are persisted, and in which form.
///
/// Sound in float32 WAV and frames in PNG come back bit by bit, so that features are the same with and without persisting. FLAC
/// rounds samples to 16 bits and JPEG changes pixels: features are then computed on what a reader of the shards gets, from the first run
/// on, and have a fingerprint of their own.
package struct PersistSettings: Sendable {
    package enum Sound: String, CaseIterable, Sendable {
        /// Float32: lossless.
        case wav
        /// 16 bits, clipped to -1...1: rounded.
        case flac

        var description: String { self == .wav ? "wav, float32" : "flac, 16 bits" }
    }

    package enum Frames: Sendable, Hashable {
        /// Lossless.
        case png
        /// 1 (smallest) to 100 (best): lossy even then.
        case jpg(quality: Int)

        var ending: String {
            switch self {
            case .png: "png"
            case .jpg: "jpg"
            }
        }

        var description: String {
            switch self {
            case .png: "png"
            case .jpg(let quality): "jpg, quality \(quality)"
            }
        }
    }

    package let isOn: Bool
    package let sound: Sound
    package let frames: Frames
    /// A shard is closed once it holds as many bytes; a kill loses what is in open ones.
    package let shardBytes: Int

    private static let standardShardBytes = 256 << 20

    /// Nothing is persisted; what another run persisted without loss may be read.
    package static let off = PersistSettings(isOn: false, sound: .wav, frames: .png, shardBytes: standardShardBytes)

    /// The encoding as an ingredient of features; nil for a modality that comes back bit by bit.
    package func lossyEncoding(_ modality: Modality) -> Ingredient? {
        switch modality {
        case .audio: sound == .wav ? nil : Ingredient("kept as", sound.description)
        case .visual: frames == .png ? nil : Ingredient("kept as", frames.description)
        }
    }
}

extension PersistSettings {
    /// `true`, `false`, or `{sound: wav | flac, frames: png | jpg, quality: 1...100, shard_bytes: N}`.
    init(_ section: Section) throws(SettingsError) {
        switch section.alternative("persist") {
        case nil, .text("false"):
            self = .off
            section.record("persist", as: .flag(false))
        case .text("true"):
            self = PersistSettings(isOn: true, sound: .wav, frames: .png, shardBytes: Self.standardShardBytes)
            section.record("persist", as: .flag(true))
        case .section(let inner):
            let sound: Sound = try inner.choice("sound", default: .wav)
            let frames = try inner.choice("frames", default: "png", among: ["png", "jpg"])
            self = PersistSettings(
                isOn: true, sound: sound,
                frames: frames == "png" ? .png : .jpg(quality: try inner.integer("quality", default: 95, in: 1...100)),
                shardBytes: try inner.integer("shard_bytes", default: Self.standardShardBytes, in: 1...Int.max))
            try inner.finish()
        default: throw section.refusal(
            of: "persist", expected: "true, false or {sound: wav or flac, frames: png or jpg, quality: 1 to 100}")
        }
    }
}
