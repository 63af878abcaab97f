import Extractors
import Features
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
    /// How audio and visual rows line up before they are pooled.
    let alignment: RowAlignment
    let audio: ModalityFit
    let visual: ModalityFit
    let disagreement: DisagreementSettings
    let trainingShare: TrainingShareSettings

    /// - Parameter featuresGiven: whether the features come from a file: then nothing is reduced by default.
    init(from section: Section, featuresGiven: Bool) throws(SettingsError) {
        stretch = try section.choice("interval", default: .clip)
        alignment = try section.rowAlignment()
        let inner = try section.section("audio")
        audio = try ModalityFit(inner, post: .none, normalize: .standard)
        try inner.finish()
        let other = try section.section("visual")
        visual = try ModalityFit(
            other, post: featuresGiven ? .none : .principalComponents(1024), normalize: featuresGiven ? .standard : .global)
        try other.finish()
        disagreement = try section.decode("disagree")
        trainingShare = try section.decode("training_share")
    }

    /// What a reader of the table must know about how its pairs were chosen.
    var remarks: [String] { [trainingShare.remark, disagreement.remark].compactMap(\.self) }
}

extension Section {
    /// `align:`, recorded only where it is given: tables that were assembled before there was a choice stay fresh.
    fileprivate func rowAlignment() throws(SettingsError) -> RowAlignment {
        guard gives("align") else { return .independent }
        let place = position(of: "align")
        let alignment: RowAlignment = try choice("align", default: .independent)
        guard alignment != .pad else {
            throw .conflict(at: place, problem: "'pad' adds rows that a mean does not count, so it would change nothing; it is for 'aadml features export --segments --align pad'")
        }
        return alignment
    }
}

extension ModalityFit {
    private static let expectedPost = "'none', 'audioset', 'youtube8m', {pca: N}, {pca: FILE}, {audioset: FILE} or {youtube8m: FILE}"

    /// `assemble.audio` or `assemble.visual`: pooling, reduction and normalisation of one modality.
    init(_ section: Section, post fallback: PostProcessing.Choice, normalize: Normalization) throws(SettingsError) {
        let post: PostProcessing.Choice
        _ = try section.choice("pool", default: "mean", among: ["mean"])
        switch section.alternative("post") {
        case nil:
            post = fallback
            section.record("post", as: fallback.value)
        case .text("none"):
            post = .none
            section.record("post", as: .text("none"))
        case .text(let name):
            guard let kind = PublishedProjection.Kind(rawValue: name) else {
                throw section.refusal(of: "post", expected: Self.expectedPost)
            }
            let path = section.absolute(PostProcessing.Choice.defaultPath(kind))
            post = .published(.init(kind: kind, path: path, quantizer: Quantizer(rounding: kind.rounding), isForced: false))
            section.record("post", as: .section([SettingsEntry(key: name, value: .text(path))]))
        case .section(let inner):
            post = try PostProcessing.Choice(inner)
            try inner.finish()
        default: throw section.refusal(of: "post", expected: Self.expectedPost)
        }
        self.init(post: post, normalize: try section.choice("normalize", default: normalize))
    }
}

extension PostProcessing.Choice {
    /// Where the published files are looked for if the setting names none.
    fileprivate static func defaultPath(_ kind: PublishedProjection.Kind) -> String {
        switch kind {
        case .audioset: "Data/weights/vggish_pca_params.npz"
        case .youtube8m: "Data/weights/yt8m_pca.tgz"
        }
    }

    fileprivate init(_ section: Section) throws(SettingsError) {
        if let kind = PublishedProjection.Kind.allCases.first(where: { section.gives($0.rawValue) }) {
            let path = try section.path(kind.rawValue)
            let rounding = try section.choice(
                "quantize", default: kind.rounding.rawValue, among: ["none"] + Quantizer.Rounding.allCases.map(\.rawValue))
            self = .published(.init(
                kind: kind, path: path, quantizer: Quantizer.Rounding(rawValue: rounding).map { Quantizer(rounding: $0) },
                isForced: try section.flag("force", default: false)))
        } else if case .text(let text) = section.alternative("pca"), Int(text) == nil {
            self = .savedComponents(path: try section.path("pca"))
        } else {
            self = .principalComponents(try section.integer("pca", default: 1024, in: 1...65_536))
        }
    }

    fileprivate var value: SettingsValue {
        switch self {
        case .none: .text("none")
        case .savedComponents(let path): .section([SettingsEntry(key: "pca", value: .text(path))])
        case .published(let chosen): .section([SettingsEntry(key: chosen.kind.rawValue, value: .text(chosen.path))])
        case .principalComponents(let count): .section([SettingsEntry(key: "pca", value: .integer(count))])
        }
    }
}
