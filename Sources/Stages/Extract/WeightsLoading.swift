import Extractors
import ArrayFiles
import Checkpoints
import Weights

/// Gets a network's weights from where the settings say.
enum WeightsLoading {
    /// Whether `weights synthesize` wrote the file.
    static func isSynthesized(_ path: String) throws -> Bool {
        try Safetensors.readHeader(path).metadata[SynthesizedWeights.markKey] == "true"
    }

    static func weights(_ origin: WeightsOrigin, for manifest: WeightManifest) throws -> (weights: any WeightSource, name: String) {
        switch origin {
        case .file(let path):
            let weights = try MappedSafetensors(path)
            try weights.checkNetwork(manifest, file: path)
            return (weights, path)
        case .synthesized(let seed):
            return (SynthesizedWeights.make(for: manifest, seed: UInt64(seed)), "synthesized weights")
        }
    }
}

/// The networks a pipeline extracts with: loaded once, shared by all workers.
struct LoadedNetworks: Sendable {
    let vggish: VGGish?
    let inception: InceptionV3?

    /// - Parameters:
    ///   - audio: whether sound is to be embedded at all.
    /// - Throws: `TensorFileError`, `ExtractorError`.
    init(_ settings: ExtractSettings, audio: Bool, visual: Bool) throws {
        vggish = try settings.audio.flatMap { chosen in
            guard audio else { return nil }
            let (weights, name) = try WeightsLoading.weights(chosen.weights, for: VGGish.manifest())
            return try VGGish(
                weights: weights, named: name, tap: chosen.tap, precision: settings.precision, algorithms: settings.algorithms, batch: chosen.batch)
        }
        inception = try settings.visual.flatMap { chosen in
            guard visual else { return nil }
            let (weights, name) = try WeightsLoading.weights(chosen.weights, for: InceptionV3.manifest(chosen.variant))
            return try InceptionV3(
                weights: weights, named: name, variant: chosen.variant, tap: chosen.tap, precision: settings.precision,
                algorithms: settings.algorithms)
        }
    }
}
