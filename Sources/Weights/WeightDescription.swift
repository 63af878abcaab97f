public import ArrayFiles
public import Checkpoints
import Digests

/// What a weight file is, as far as its header and its bytes tell.
public struct WeightDescription: Hashable, Codable, Sendable {
    /// Networks all of whose tensors the file holds, in the right shapes; variants of one network may share them.
    public let networks: [String]
    public let tensorCount: Int
    /// Elements of all tensors.
    public let parameterCount: Int
    /// Bytes.
    public let size: Int
    /// SHA-256 of the file, lower-case hexadecimal.
    public let digest: String
    /// Whether the values were drawn at random by this program.
    public let isSynthesized: Bool
    public let metadata: [String: String]

    /// Describes a safetensors file; `manifests` are the networks that are known.
    ///
    /// - Throws: ``TensorFileError`` if the file cannot be read or its header is not in order.
    public init(ofFile path: String, manifests: [WeightManifest]) throws(TensorFileError) {
        let header = try Safetensors.readHeader(path)
        let shapes = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0.shape) })
        networks = manifests.filter { $0.entries.allSatisfy { shapes[$0.name] == $0.shape } }.map(\.network)
        tensorCount = header.entries.count
        parameterCount = header.entries.reduce(0) { $0 + $1.shape.reduce(1, *) }
        size = header.fileSize
        metadata = header.metadata
        isSynthesized = header.metadata[SynthesizedWeights.markKey] == "true"
        do throws(FileDigestError) {
            digest = try SHA256.hex(ofFile: path)
        } catch {
            throw .inaccessible(file: path, reason: error.reason)
        }
    }
}
