public import ArrayFiles
public import Checkpoints
import Tensors

/// Weights drawn at random for a network, for demonstrations and tests: features extracted with them tell pictures and
/// sounds apart, but mean nothing.
public enum SynthesizedWeights {
    /// Metadata keys of what is made here.
    public static let markKey = "aadml.synthesized"
    public static let seedKey = "aadml.seed"
    public static let networkKey = "aadml.network"

    /// Draws every tensor of the manifest.
    ///
    /// The same seed gives the same bits on every machine. Each tensor has its own stream, named like the tensor; only a
    /// batch normalisation's variance depends on another entry: on the last convolution listed before it.
    public static func make(for manifest: WeightManifest, seed: UInt64) -> TensorDictionary {
        var weights = TensorDictionary(metadata: [markKey: "true", seedKey: String(seed), networkKey: manifest.network])
        var variance: Float = 1
        for entry in manifest.entries {
            var stream = NormalStream(seed: seed, stream: entry.name)
            let count = entry.shape.reduce(1, *)
            let values: [Float]
            switch entry.role {
            case .convolution, .dense:
                let filters = SynthesizedFilters(shape: entry.shape, stream: &stream)
                (values, variance) = (filters.values, filters.outputVariance)
            case .bias, .batchNormShift, .batchNormMean:
                values = stream.draw(count).map { 0.03 * $0 }   // more would outweigh what differs between inputs
            case .batchNormScale:
                values = (0..<count).map { _ in stream.uniform(0.9...1.1) }
            case .batchNormVariance:
                values = (0..<count).map { _ in variance * stream.uniform(0.8...1.2) }
            }
            weights.tensors[entry.name] = Tensor(shape: entry.shape, values: values)
        }
        return weights
    }
}
