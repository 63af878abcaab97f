import Clips
import Media
import Store

/// Puts a worker's clips into shards of decoded media, or notes why they cannot be kept.
final class ClipKeeper {
    enum Outcome { case nothingToKeep, kept, refused }

    private let store: DecodedStore
    private let shard: DecodedShardWriter
    private let annotations: SampleAnnotations

    init(_ store: DecodedStore, _ annotations: SampleAnnotations) {
        self.store = store
        self.annotations = annotations
        shard = DecodedShardWriter(store)
    }

    /// - Parameters:
    ///   - duration: what the container says, seconds.
    ///   - extracted: modalities whose failures are recorded with their features'.
    /// - Throws: `ArchiveError`, `StoreError`, `MediaError`.
    func keep(
        _ recording: ClipRecording, _ summary: DecodeSummary, of member: Member, duration: Double?, extracted: Set<Modality>
    ) throws -> Outcome {
        guard !recording.modalities.isEmpty else { return .nothingToKeep }
        let made = try recording.members(summary, of: member, duration: duration, annotations: annotations.byMember[member.reference] ?? [])
        if let made { try shard.add(made.members, sha256: member.sha256, made.modalities) }
        for modality in recording.modalities.subtracting(made?.modalities ?? []) {
            if recording.isTooLarge {
                try store.refuse(member, [modality], .tooLarge)
            } else if !extracted.contains(modality) {
                try store.refuse(member, [modality], summary.reason(modality) ?? .decodeError)
            }
        }
        return made == nil ? .refused : .kept
    }

    /// Notes that a clip whose features are there already cannot be kept.
    func refuse(_ member: Member, _ modalities: Set<Modality>, _ reason: MediaError.Reason) throws {
        try store.refuse(member, modalities, reason)
    }

    /// Completes the shard at hand.
    func close() throws { try shard.close() }
}
