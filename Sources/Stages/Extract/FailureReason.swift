public import Media
import MediaAccess

/// Why a clip has no features in a modality: every code that a failure is recorded with. The README lists them.
public enum FailureReason: Hashable, Sendable, CaseIterable {
    /// Reading or decoding it failed.
    case media(MediaError.Reason)
    /// An archive's entry whose bytes are not those that were packed.
    case damagedEntry
    /// There is less than one window of sound, or no frame.
    case tooShort
    /// The features have values that are no numbers.
    case notFinite

    public static let allCases = MediaError.Reason.allCases.filter { $0 != .invalidSetting }.map(Self.media) + [damagedEntry, tooShort, notFinite]

    /// Short and stable, for lists of failures and for `--retry-failed`.
    public var code: String {
        switch self {
        case .media(let reason): reason.rawValue
        case .damagedEntry: "damaged_entry"
        case .tooShort: "too_short"
        case .notFinite: "not_finite"
        }
    }
}

extension FailureReason {
    init(_ refusal: EntryRefusal) {
        self = switch refusal {
        case .tooLarge: .media(.tooLarge)
        case .damaged: .damagedEntry
        }
    }
}
