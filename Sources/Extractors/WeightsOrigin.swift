import ArrayFiles
import Checkpoints
import Settings
import Weights

/// Where a network's weights come from.
public enum WeightsOrigin: Hashable, Sendable {
    case file(path: String)
    /// Random ones, for demonstrations and tests.
    case synthesized(seed: Int)

    /// Reads `weights:` of a network's section: a path, or `{synthesize: SEED}`.
    ///
    /// - Parameter path: where they are if the section does not tell.
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

    /// Whether the weights are random ones: made here, or written by `weights synthesize`.
    ///
    /// - Throws: `TensorFileError`.
    public func isSynthesized() throws -> Bool {
        switch self {
        case .file(let path): try Safetensors.readHeader(path).metadata[SynthesizedWeights.markKey] == "true"
        case .synthesized: true
        }
    }

    /// The weights, and what errors call them.
    ///
    /// - Throws: `TensorFileError`; `WeightImportError` where the file says that it is for another network.
    func open(_ manifest: WeightManifest) throws -> (weights: any WeightSource, name: String) {
        switch self {
        case .file(let path):
            let weights = try MappedSafetensors(path)
            try weights.checkNetwork(manifest, file: path)
            return (weights, path)
        case .synthesized(let seed):
            return (SynthesizedWeights.make(for: manifest, seed: UInt64(seed)), "synthesized weights")
        }
    }
}
