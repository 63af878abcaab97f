package import Archives
package import Media
public import Settings
package import Workflow

/// `decode:`: how clips become waveforms and frames, and what a clip may cost.
public struct DecodeSettings: StrictlyDecodable, Sendable {
    /// Sampled frames a second.
    public let framesPerSecond: Double
    package let persist: PersistSettings
    /// Bytes of an archive member that are held in memory; a larger one fails as `too_large`. A clip's decoded media are held until
    /// they are persisted, within the same bound.
    public let maxClipBytes: Int
    package let limits: DecodeLimits
    /// What is believed of an archive of clips.
    package let archives: ArchiveLimits
    /// Whether clips are decoded in processes of their own, which may crash, hang or run out of memory.
    public let isIsolated: Bool
    /// Seconds that such a process may keep its worker waiting for one clip.
    public let maxDecodeSeconds: Double
    /// Bytes of address space that such a process may take beside its own.
    public let maxDecoderBytes: Int

    /// The defaults, for reading without a pipeline file.
    package static let standard = DecodeSettings()

    private init() {
        framesPerSecond = 1
        persist = .off
        maxClipBytes = 256 << 20
        limits = DecodeLimits()
        archives = ArchiveLimits()
        isIsolated = true
        maxDecodeSeconds = 300
        maxDecoderBytes = 4 << 30
    }

    public init(from section: Section) throws(SettingsError) {
        framesPerSecond = try section.number("frames_per_second", default: Self.standard.framesPerSecond, in: 0.001...1000)
        persist = try PersistSettings(section)
        maxClipBytes = try section.integer("max_clip_bytes", default: Self.standard.maxClipBytes, in: 1...Int.max)
        var limits = Self.standard.limits
        limits.maxPixels = try section.integer("max_pixels", default: limits.maxPixels, in: 1...Int.max)
        limits.maxDuration = try section.number("max_seconds", default: limits.maxDuration, in: 0.001...1e9)
        self.limits = limits
        archives = try Self.archives(section, maxClipBytes: maxClipBytes)
        isIsolated = try section.flag("isolate", default: Self.standard.isIsolated)
        maxDecodeSeconds = try section.number("max_decode_seconds", default: Self.standard.maxDecodeSeconds, in: 0.1...1e9)
        // Under a quarter of a GiB FFmpeg may not even open a clip.
        maxDecoderBytes = try section.integer("max_decoder_bytes", default: Self.standard.maxDecoderBytes, in: (256 << 20)...Int.max)
    }

    /// As part of fingerprints: a clip that fails at a limit may pass when the limit is raised.
    package var limitsIngredient: Ingredient {
        Ingredient("limits", "\(maxClipBytes) bytes, \(limits.maxPixels) pixels, \(limits.maxDuration) s")
    }

    private static func archives(_ section: Section, maxClipBytes: Int) throws(SettingsError) -> ArchiveLimits {
        func key(_ limit: ArchiveLimit) -> String { limit.rawValue }
        var limits = standard.archives
        limits.maxEntryBytes = max(limits.maxEntryBytes, Int64(maxClipBytes))
        limits.maxEntries = try section.integer(key(.maxEntries), default: limits.maxEntries, in: 1...Int.max)
        limits.maxCompressionRatio = try section.number(key(.maxCompressionRatio), default: limits.maxCompressionRatio, in: 1...1e9)
        limits.maxTotalBytes = Int64(try section.integer(key(.maxTotalBytes), default: Int(limits.maxTotalBytes), in: 1...Int.max))
        limits.maxTotalNameBytes = Int64(try section.integer(key(.maxTotalNameBytes), default: Int(limits.maxTotalNameBytes), in: 1...Int.max))
        return limits
    }
}
