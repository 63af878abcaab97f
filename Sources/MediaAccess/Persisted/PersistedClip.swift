import Clips
import Foundation
import Media
import Tensors

/// A clip that was read from a shard.
package struct PersistedClip: Sendable {
    package let entry: DecodedEntry
    private let members: DecodedMembers
    /// What errors call it.
    private let name: String

    /// nil if the members are not those of a decoded clip.
    init?(_ members: DecodedMembers, named name: String) {
        guard let json = members[DecodedMembers.entryEnding], let entry = try? JSONDecoder().decode(DecodedEntry.self, from: Data(json)) else { return nil }
        self.entry = entry
        self.members = members
        self.name = name
    }

    /// Hands over samples and frames as `MediaDecoder.decode` does.
    ///
    /// - Throws: `MediaError`, and what the closures throw.
    func decode(
        limits: DecodeLimits, audio: ((UnsafeBufferPointer<Float>) throws -> Void)?, frame: ((RGBImage, _ time: Double) throws -> Void)?
    ) throws -> DecodeSummary {
        DecodeSummary(
            audio: try audio.map { try hear(limits, $0) } ?? .notWanted, visual: try frame.map { try see(limits, $0) } ?? .notWanted,
            damagedPackets: [:], audioOffset: nil, decodedFrames: entry.frames?.times.count ?? 0)
    }

    private func hear(_ limits: DecodeLimits, _ sink: @escaping (UnsafeBufferPointer<Float>) throws -> Void) throws -> StreamOutcome {
        guard let sound = entry.sound, let bytes = members[sound.ending] else { return .absent }
        return try decodeSound(bytes, named: name, limits, sink)
    }

    private func see(_ limits: DecodeLimits, _ sink: (RGBImage, _ time: Double) throws -> Void) throws -> StreamOutcome {
        guard let frames = entry.frames else { return .absent }
        let decoder = try frames.endings.first.map { try PictureDecoder(pictureFormat($0), named: name, limits: limits) }
        for (ending, time) in zip(frames.endings, frames.times) {
            guard let decoder, let bytes = members[ending] else { return .absent }
            try sink(try decoder.decode(bytes), time)
        }
        return .decoded(duration: frames.duration, units: frames.times.count)
    }
}

/// Sound as it is kept, back to samples.
func decodeSound(
    _ bytes: [UInt8], named name: String, _ limits: DecodeLimits, _ sink: @escaping (UnsafeBufferPointer<Float>) throws -> Void
) throws -> StreamOutcome {
    try MediaDecoder(.memory(bytes), named: name, limits: limits).decode(framesPerSecond: 1, audio: sink, frame: nil).audio
}

private func pictureFormat(_ ending: String) -> PictureDecoder.Format { ending.hasSuffix(".png") ? .png : .jpeg }
