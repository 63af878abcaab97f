import Checkpoints
import Clips
import Digests
import Extractors
import Files
import Foundation
import Media
import MediaAccess
import Store
import Workflow

/// What makes the features of one modality what they are. Features are kept under its digest.
struct ExtractorIdentity: Sendable {
    let modality: Modality
    /// e.g. `vggish`, `inception-v3/tf2015`, `inception-v3/tf2015/Mixed_6e`.
    let network: String
    let isSynthesized: Bool
    let fingerprint: Fingerprint

    var digest: String { fingerprint.digest }

    var record: ExtractorRecord {
        let facts = Dictionary(fingerprint.ingredients.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let description = (try? encoder.encode(facts)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return ExtractorRecord(
            fingerprint: digest, modality: modality, network: network, synthesized: isSynthesized, description: description)
    }
}

extension ExtractorIdentity {
    /// Raised when the same network and settings would give other features.
    private static let version = "2"

    /// The identities of a pipeline's extractors, without loading their weights.
    ///
    /// - Throws: ``StageError/weightsMissing(path:network:)``, `StoreError`.
    static func all(_ settings: ExtractSettings, _ decode: DecodeSettings, _ catalogue: Catalogue) throws -> [ExtractorIdentity] {
        try byModality(settings, decode, catalogue).compactMap(\.value)
    }

    /// As ``all(_:_:_:)``; nil for a modality that is not extracted.
    static func byModality(
        _ settings: ExtractSettings, _ decode: DecodeSettings, _ catalogue: Catalogue
    ) throws -> PerModality<ExtractorIdentity?> {
        try settings.extractors.mapValues { try $0.map { try ExtractorIdentity($0, settings.arithmetic, decode, catalogue) } }
    }

    private init(_ extractor: any FeatureExtractor, _ arithmetic: Arithmetic, _ decode: DecodeSettings, _ catalogue: Catalogue) throws {
        modality = type(of: extractor).modality
        network = extractor.featureName
        let weights = try Self.weightsDigest(extractor.weights, network: extractor.manifest.network, catalogue)
        isSynthesized = try extractor.weights.isSynthesized()
        // Order and values decide the digest under which users have their features.
        fingerprint = Fingerprint(
            [Ingredient("version", Self.version), Ingredient("network", extractor.manifest.network), Ingredient("weights", weights)]
                + extractor.samplingIngredients(decode.sampling)
                + [
                    decode.limitsIngredient, Ingredient("algorithms", SHA256.hex(of: extractor.algorithmTable(arithmetic))),
                    Ingredient("precision", arithmetic.precision.rawValue),
                ] + extractor.distinctions
                // What a lossy form does to decoded media is part of the features.
                + [decode.persist.lossyEncoding(modality)].compactMap(\.self))
    }

    private static func weightsDigest(_ origin: WeightsOrigin, network: String, _ catalogue: Catalogue) throws -> String {
        switch origin {
        case .synthesized(let seed): return "synthesized, seed \(seed)"
        case .file(let path):
            guard fileStamp(path) != nil else { throw StageError.weightsMissing(path: path, network: network) }
            return try catalogue.digest(ofFile: path)
        }
    }

    /// The rows of a clip as they are stored.
    func features(of member: Member, _ embedded: EmbeddedRows) -> FeatureRecord {
        FeatureRecord(sha256: member.sha256, extractor: digest, modality: modality, rows: embedded.rows, times: embedded.times)
    }
}

extension DecodeSettings {
    /// What extractors get of a clip.
    var sampling: ClipSampling { ClipSampling(framesPerSecond: framesPerSecond, waveform: resamplerDescription) }
}

extension ClipSink {
    /// Feeds an embedder.
    init(_ input: EmbedderInput) {
        switch input {
        case .samples(let take): self.init(samples: take)
        case .frames(let take): self.init(frames: { image, _ in try take(image) })
        }
    }
}
