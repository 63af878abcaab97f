import Extractors
import Settings

/// `assemble:`: how a clip's rows become one vector.
public struct AssembleSettings: Sendable {
    /// Which rows of a clip are pooled.
    enum Stretch: String, CaseIterable, Sendable {
        case clip
        /// Only rows that overlap the annotated event.
        case event
    }

    let stretch: Stretch
    let audio: ModalityTransformSettings
    let visual: ModalityTransformSettings
    let disagreement: DisagreementSettings
    let trainingShare: TrainingShareSettings

    /// - Parameter featuresGiven: whether the features come from a file: then nothing is reduced by default.
    init(from section: Section, featuresGiven: Bool) throws(SettingsError) {
        stretch = try section.choice("interval", default: .clip)
        let inner = try section.section("audio")
        audio = try ModalityTransformSettings(inner, post: .none, normalize: .standard)
        try inner.finish()
        let other = try section.section("visual")
        visual = try ModalityTransformSettings(
            other, post: featuresGiven ? .none : .principalComponents(1024), normalize: featuresGiven ? .standard : .global)
        try other.finish()
        disagreement = try section.decode("disagree")
        trainingShare = try section.decode("training_share")
    }

    /// What a reader of the table must know about how its pairs were chosen.
    var remarks: [String] { [trainingShare.remark, disagreement.remark].compactMap(\.self) }
}

/// Pooling, reduction and normalisation of one modality.
struct ModalityTransformSettings: Sendable {
    enum Post: Sendable, Equatable {
        case none
        /// At most this many components, fitted on the training clips' rows.
        case principalComponents(Int)
    }

    let post: Post
    let normalize: Normalization

    init(_ section: Section, post fallback: Post, normalize: Normalization) throws(SettingsError) {
        _ = try section.choice("pool", default: "mean", among: ["mean"])
        switch section.alternative("post") {
        case nil:
            post = fallback
            section.record("post", as: fallback.value)
        case .text("none"):
            post = .none
            section.record("post", as: .text("none"))
        case .section(let inner):
            post = .principalComponents(try inner.integer("pca", default: 1024, in: 1...65_536))
            try inner.finish()
        default: throw section.refusal(of: "post", expected: "'none' or {pca: N}")
        }
        self.normalize = try section.choice("normalize", default: normalize)
    }
}

extension ModalityTransformSettings.Post {
    fileprivate var value: SettingsValue {
        switch self {
        case .none: .text("none")
        case .principalComponents(let count): .section([SettingsEntry(key: "pca", value: .integer(count))])
        }
    }
}
