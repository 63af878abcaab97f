import Clips
import Digests
import Extractors
import Files
import Foundation
import Media
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
        var identities: [ExtractorIdentity] = []
        if let audio = settings.audio {
            let weights = try weightsDigest(audio.weights, network: "vggish", catalogue)
            identities.append(ExtractorIdentity(
                modality: .audio, network: VGGish.name(audio.tap), isSynthesized: weights.isSynthesized,
                fingerprint: Fingerprint([
                    Ingredient("version", version), Ingredient("network", "vggish"), Ingredient("weights", weights.digest),
                    Ingredient("hop", String(audio.hop)), Ingredient("waveform", resamplerDescription), limits(decode),
                    Ingredient("algorithms", SHA256.hex(of: VGGish.algorithmTable(settings.precision, settings.algorithms, batch: audio.batch))),
                    Ingredient("precision", settings.precision.rawValue),
                ] + distinctions([("tap", audio.tap.distinction), ("too_short", audio.shortSound == .fail ? nil : audio.shortSound.rawValue)]) + loss(.audio, decode))))
        }
        if let visual = settings.visual {
            let network = "inception-v3/\(visual.variant.rawValue)"
            let weights = try weightsDigest(visual.weights, network: network, catalogue)
            identities.append(ExtractorIdentity(
                modality: .visual, network: InceptionV3.name(visual.variant, visual.tap), isSynthesized: weights.isSynthesized,
                fingerprint: Fingerprint([
                    Ingredient("version", version), Ingredient("network", network), Ingredient("weights", weights.digest),
                    Ingredient("frames_per_second", String(decode.framesPerSecond)), limits(decode),
                    Ingredient("algorithms", SHA256.hex(of: InceptionV3.algorithmTable(
                        visual.variant, settings.precision, settings.algorithms, tap: visual.tap))),
                    Ingredient("precision", settings.precision.rawValue),
                ] + distinctions([("tap", visual.tap.distinction)]) + loss(.visual, decode))))
        }
        return identities
    }

    /// Settings that came later: where they are as they always were, they are left out and features keep their fingerprint.
    private static func distinctions(_ settings: [(name: String, value: String?)]) -> [Ingredient] {
        settings.compactMap { name, value in value.map { Ingredient(name, $0) } }
    }

    /// What keeping decoded media does to them is part of the features; a lossless form does nothing.
    private static func loss(_ modality: Modality, _ decode: DecodeSettings) -> [Ingredient] {
        decode.persist.loss(modality).map { [$0] } ?? []
    }

    /// A clip that fails at a limit may pass when the limit is raised.
    static func limits(_ decode: DecodeSettings) -> Ingredient {
        Ingredient("limits", "\(decode.maxClipBytes) bytes, \(decode.limits.maxPixels) pixels, \(decode.limits.maxDuration) s")
    }

    private static func weightsDigest(
        _ origin: WeightsOrigin, network: String, _ catalogue: Catalogue
    ) throws -> (digest: String, isSynthesized: Bool) {
        switch origin {
        case .synthesized(let seed): return ("synthesized, seed \(seed)", true)
        case .file(let path):
            guard fileStamp(path) != nil else { throw StageError.weightsMissing(path: path, network: network) }
            return (try catalogue.digest(ofFile: path), try WeightsLoading.isSynthesized(path))
        }
    }
}
