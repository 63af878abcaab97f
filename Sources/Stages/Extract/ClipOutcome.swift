import Clips
import Extractors
import Media
import MediaAccess
import Tensors

/// What a worker made of a clip, and of earlier ones that waited for a batch. Features are in the cache by then.
struct ClipOutcome: Sendable {
    /// Whether the clip came from a shard of persisted media.
    var isReread = false
    var persisting = PersistedClipWriter.Outcome.nothingToPersist
    var failures: [ClipFailure] = []
    /// Rows that were saved.
    var rows = PerModality(audio: 0, visual: 0)
    var time = ExtractionTime()
}

/// A clip whose rows may be computed with those of later clips.
struct PendingClip: Sendable {
    let member: Member
    /// For the report; nil if there is none.
    let preview: [UInt8]?
}

/// Why a clip has no features in a modality.
struct ClipFailure: Sendable {
    let member: Member
    let modality: Modality
    let reason: FailureReason
    let message: String

    /// - Parameter message: names the clip.
    init(_ member: Member, _ modality: Modality, _ reason: FailureReason, _ message: String) {
        self.member = member
        self.modality = modality
        self.reason = reason
        self.message = message
    }

    /// nil if the modality was decoded.
    init?(_ member: Member, _ modality: Modality, _ summary: DecodeSummary) {
        guard let reason = summary.reason(modality) else { return nil }
        let message = if case .failed(let error) = summary[modality] { error.description } else {
            "\(member.reference.name): the file has no \(modality == .audio ? "sound" : "video")"
        }
        self.init(member, modality, .media(reason), message)
    }

    /// nil if there are rows, and all of them are finite.
    init?(_ member: Member, _ modality: Modality, _ embedded: EmbeddedRows) {
        let name = member.reference.name
        if embedded.times.isEmpty {
            self.init(member, modality, .tooShort, "\(name): the \(modality.rawValue) stream has no segment")
        } else if !embedded.rows.isFinite {
            self.init(member, modality, .notFinite, "\(name): the \(modality.rawValue) features are not finite numbers")
        } else {
            return nil
        }
    }
}
