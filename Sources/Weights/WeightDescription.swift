public import ArrayFiles
public import Checkpoints
import Digests

/// What a weight file is, as far as its names, shapes and bytes tell.
public struct WeightDescription: Hashable, Codable, Sendable {
    public let format: TensorFileFormat
    /// Networks all of whose tensors the file holds, in the right shapes, under their own names or published ones; variants of one
    /// network may share them.
    public let networks: [String]
    public let tensorCount: Int
    /// Elements of all tensors.
    public let parameterCount: Int
    /// Bytes.
    public let size: Int
    /// SHA-256 of the file, of a checkpoint in several files that of its index, lower-case hexadecimal.
    public let digest: String
    /// Whether the values were drawn at random by this program.
    public let isSynthesized: Bool
    public let metadata: [String: String]

    /// Describes a file of any format that can be imported.
    ///
    /// - Parameters:
    ///   - manifests: the networks that are known.
    ///   - conventions: the ways in which their weights are published.
    /// - Throws: ``TensorFileError`` if the file cannot be read or is not in order.
    public init(ofFile path: String, manifests: [WeightManifest], conventions: [WeightConvention]) throws(TensorFileError) {
        format = try TensorFileFormat.detect(path)
        let shapes: [String: [Int]]
        if format == .safetensors {
            let header = try Safetensors.readHeader(path)
            shapes = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0.shape) })
            metadata = header.metadata
        } else {
            let weights = try TensorFileFormat.read(path).weights
            shapes = Dictionary(uniqueKeysWithValues: weights.names.map { ($0, weights.shape(of: $0) ?? []) })
            metadata = weights.metadata
        }
        networks = Self.networks(holding: shapes, manifests, conventions)
        tensorCount = shapes.count
        parameterCount = shapes.values.reduce(0) { $0 + $1.reduce(1, *) }
        isSynthesized = metadata[SynthesizedWeights.markKey] == "true"
        let file = format == .tensorFlowCheckpoint2 ? TensorFileFormat.index(ofCheckpoint: path) : path
        size = try InputFile(file).size
        do throws(FileDigestError) {
            digest = try SHA256.hex(ofFile: file)
        } catch {
            throw .inaccessible(file: path, reason: error.reason)
        }
    }
    private static func networks(
        holding shapes: [String: [Int]], _ manifests: [WeightManifest], _ conventions: [WeightConvention]
    ) -> [String] {
        func holds(_ entries: [WeightManifest.Entry], _ prefix: String) -> Bool { entries.allSatisfy { shapes[prefix + $0.name] == $0.shape } }
        let own = manifests.filter { holds($0.entries, "") }.map(\.network)
        let published = conventions.filter { convention in
            RecognisedConvention.prefixes(of: convention, in: Array(shapes.keys)).contains { prefix in
                holds(convention.sourceManifest.entries, prefix)
                    && convention.marks.allSatisfy { name, shape in shapes[prefix + name].map { $0 == shape } ?? true }
            }
        }.map(\.manifest.network)
        return own + Set(published).subtracting(own).sorted()
    }
}
