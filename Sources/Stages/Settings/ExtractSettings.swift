public import Clips
import Extractors
public import Settings

/// `extract:`: which networks see the clips, with which weights.
public struct ExtractSettings: StrictlyDecodable, Sendable {
    let precision: Precision
    let algorithms: AlgorithmChoices
    /// nil where the modality is set to `none`.
    let audio: AudioExtractorSettings?
    let visual: VisualExtractorSettings?

    public init(from section: Section) throws(SettingsError) {
        precision = try section.choice("precision", default: .float32)
        algorithms = try section.algorithmChoices()
        audio = try section.optionalSection("audio", AudioExtractorSettings.init)
        visual = try section.optionalSection("visual", VisualExtractorSettings.init)
        guard audio != nil || visual != nil else {
            throw .conflict(at: section.position, problem: "audio and visual are both 'none': nothing would be extracted")
        }
    }

    /// The modalities that are not set to `none`.
    public var modalities: Set<Modality> {
        Set((audio == nil ? [] : [.audio]) + (visual == nil ? [] : [.visual]))
    }
}

/// Where a network's weights come from.
enum WeightsOrigin: Sendable, Equatable {
    case file(path: String)
    /// Random ones, for demonstrations and tests.
    case synthesized(seed: Int)

    init(_ section: Section, default path: String) throws(SettingsError) {
        switch section.alternative("weights") {
        case nil:
            self = .file(path: section.absolute(path))
            section.record("weights", as: .text(section.absolute(path)))
        case .text: self = .file(path: try section.path("weights"))
        case .section(let inner):
            self = .synthesized(seed: try inner.integer("synthesize", default: 0, in: 0...Int.max))
            try inner.finish()
        case .list: throw section.refusal(of: "weights", expected: "a safetensors file or {synthesize: SEED}")
        }
    }
}

struct AudioExtractorSettings: Sendable {
    let tap: VGGishTap
    let weights: WeightsOrigin
    /// Seconds from one row to the next.
    let hop: Double
    /// Examples that pass the dense layers together. A clip's are done with the clip; those of several clips together are faster,
    /// and a kill then costs the sound of the clips that wait.
    let batch: VGGish.Batch
    /// Of clips that end before the first window does.
    let shortSound: ShortSound

    init(_ section: Section) throws(SettingsError) {
        _ = try section.choice("network", default: "vggish", among: ["vggish"])
        tap = try section.choice("tap", default: .relu)
        weights = try WeightsOrigin(section, default: "Data/weights/vggish.safetensors")
        hop = try section.number("hop", default: 0.96, in: 0.01...3600)
        batch = try section.choice("batch", default: "clip", among: ["clip", "bulk"]) == "bulk" ? .bulk : .clip
        shortSound = try section.choice("too_short", default: .fail)
    }
}

struct VisualExtractorSettings: Sendable {
    let variant: InceptionVariant
    let tap: InceptionTap
    let weights: WeightsOrigin

    init(_ section: Section) throws(SettingsError) {
        _ = try section.choice("network", default: "inception-v3", among: ["inception-v3"])
        variant = try section.choice("variant", default: .tf2015)
        tap = try section.choice("tap", default: .pool)
        weights = try WeightsOrigin(section, default: "Data/weights/inception-v3.safetensors")
    }
}

extension Section {
    /// A section that may instead be `none`.
    fileprivate func optionalSection<Value>(
        _ key: String, _ read: (Section) throws(SettingsError) -> Value
    ) throws(SettingsError) -> Value? {
        switch alternative(key) {
        case .text("none"):
            record(key, as: .text("none"))
            return nil
        case .section(let inner):
            let value = try read(inner)
            try inner.finish()
            return value
        case nil:
            let inner = try section(key)
            return try read(inner)
        default: throw refusal(of: key, expected: "'none' or a section of keys")
        }
    }
}
