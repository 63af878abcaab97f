package import Clips
package import Media

/// Puts a worker's clips into shards of decoded media, or notes why they cannot be persisted.
package final class PersistedClipWriter {
    package enum Outcome: Sendable { case nothingToPersist, persisted, refused }

    private let store: DecodedStore
    private let shard: DecodedShardWriter
    private let annotations: SampleAnnotations

    package init(_ store: DecodedStore, _ annotations: SampleAnnotations) {
        self.store = store
        self.annotations = annotations
        shard = DecodedShardWriter(store)
    }

    /// - Parameter extracted: modalities whose failures are recorded with their features'.
    /// - Throws: `ArchiveError`, `StoreError`, `MediaError`.
    package func write(_ recording: ClipRecording, _ summary: DecodeSummary, of member: Member, extracted: Set<Modality>) throws -> Outcome {
        guard !recording.modalities.isEmpty else { return .nothingToPersist }
        let made = try recording.members(summary, of: member, annotations: annotations.byMember[member.reference] ?? [])
        if let made { try shard.add(made.members, sha256: member.sha256, made.modalities) }
        for modality in recording.modalities.subtracting(made?.modalities ?? []) {
            if recording.isTooLarge {
                try store.refuse(member, [modality], .tooLarge)
            } else if !extracted.contains(modality) {
                try store.refuse(member, [modality], summary.reason(modality) ?? .decodeError)
            }
        }
        return made == nil ? .refused : .persisted
    }

    /// Notes that a clip cannot be decoded at all.
    ///
    /// - Parameter extracted: as in ``write(_:_:of:extracted:)``.
    package func refuse(_ recording: ClipRecording, of member: Member, extracted: Set<Modality>, _ reason: MediaError.Reason) throws -> Outcome {
        let modalities = recording.modalities.subtracting(extracted)
        try store.refuse(member, modalities, reason)
        return modalities.isEmpty ? .nothingToPersist : .refused
    }

    /// Completes the shard at hand.
    package func close() throws { try shard.close() }
}
