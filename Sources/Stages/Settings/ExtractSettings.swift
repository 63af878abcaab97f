public import Clips
import Extractors
public import Settings

/// `extract:`: which networks see the clips, with which weights.
public struct ExtractSettings: StrictlyDecodable, Sendable {
    let arithmetic: Arithmetic
    /// nil where the modality is set to `none`.
    let extractors: PerModality<(any FeatureExtractor)?>

    public init(from section: Section) throws(SettingsError) {
        arithmetic = Arithmetic(try section.choice("precision", default: .float32), try section.algorithmChoices())
        extractors = try PerModality { modality throws(SettingsError) in try section.extractor(modality) }
        guard !modalities.isEmpty else {
            throw .conflict(at: section.position, problem: "audio and visual are both 'none': nothing would be extracted")
        }
    }

    /// The modalities that are not set to `none`.
    public var modalities: Set<Modality> { Set(extractors.compactMap { modality, extractor in extractor.map { _ in modality } }) }

    /// The networks of the modalities that `isNeeded`, with their weights.
    ///
    /// - Throws: `TensorFileError`, `ExtractorError`, `WeightImportError`.
    func loadNetworks(_ isNeeded: (Modality) -> Bool) throws -> PerModality<(any LoadedExtractor)?> {
        try PerModality { modality in isNeeded(modality) ? try extractors[modality]?.load(arithmetic) : nil }
    }
}

extension Section {
    /// `audio:` or `visual:`: the settings of the network that its `network:` names, or `none`.
    fileprivate func extractor(_ modality: Modality) throws(SettingsError) -> (any FeatureExtractor)? {
        let key = modality.rawValue
        switch alternative(key) {
        case .text("none"):
            record(key, as: .text("none"))
            return nil
        case .section(let inner):
            let extractor = try inner.chosenExtractor(modality)
            try inner.finish()
            return extractor
        case nil: return try section(key).chosenExtractor(modality)
        default: throw refusal(of: key, expected: "'none' or a section of keys")
        }
    }

    private func chosenExtractor(_ modality: Modality) throws(SettingsError) -> any FeatureExtractor {
        let usual = ExtractorRegistry.usual[modality].name
        let name = try choice("network", default: usual, among: ExtractorRegistry.names(of: modality))
        let network: any FeatureExtractor.Type
        do { network = try ExtractorRegistry.named(name) } catch { throw .conflict(at: position(of: "network"), problem: error.description) }
        return try network.init(from: self)
    }

    /// `algorithms:`: a file that `aadml bench network --tune` wrote; without it the committed choices.
    fileprivate func algorithmChoices() throws(SettingsError) -> AlgorithmChoices {
        guard gives("algorithms") else { return .committed }
        let place = position(of: "algorithms")
        let path = try path("algorithms")
        do { return try AlgorithmChoices(contentsOf: path) } catch { throw .conflict(at: place, problem: error.description) }
    }
}
