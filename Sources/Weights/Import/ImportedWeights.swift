public import ArrayFiles
public import Checkpoints
import Digests

/// Published weights in a network's own names, shapes and axes, and where they came from.
public struct ImportedWeights: Sendable {
    /// Metadata keys of what is made here, beside ``SynthesizedWeights/networkKey``. No name, path or date is among them:
    /// equal sources give equal files, so that features made with either stay fresh.
    public static let sourceDigestKey = "aadml.source.sha256"
    public static let sourceFormatKey = "aadml.source.format"
    public static let conventionKey = "aadml.source.names"

    /// The tensors, and the metadata that goes into the file.
    public let weights: TensorDictionary
    public let convention: WeightConvention
    public let format: TensorFileFormat
    /// SHA-256 of the source; of a checkpoint in several files that of its index, which holds the others' checksums.
    public let sourceDigest: String
    /// What stood before every name in the source, such as `state_dict.`.
    public let prefix: String

    /// Reads a file in any of the published formats and finds the family it belongs to among the conventions.
    ///
    /// - Throws: ``TensorFileError`` for a file that cannot be read or lacks tensors, ``WeightImportError``.
    public init(file: String, conventions: [WeightConvention]) throws {
        let (format, tensors) = try TensorFileFormat.read(file)
        let (convention, prefix) = try RecognisedConvention.find(for: tensors, among: conventions, file: file)
        var weights = try convention.convert(tensors.stripping(prefix), file: file)
        sourceDigest = try SHA256.hex(ofFile: format == .tensorFlowCheckpoint2 ? TensorFileFormat.index(ofCheckpoint: file) : file)
        weights.metadata = [
            SynthesizedWeights.networkKey: convention.manifest.network,
            Self.sourceDigestKey: sourceDigest,
            Self.sourceFormatKey: format.rawValue,
            Self.conventionKey: convention.name,
        ]
        // Random numbers stay marked, whichever way they come.
        for key in [SynthesizedWeights.markKey, SynthesizedWeights.seedKey] { weights.metadata[key] = tensors.metadata[key] }
        (self.weights, self.convention, self.format, self.prefix) = (weights, convention, format, prefix)
    }

    /// - Throws: ``TensorFileError/inaccessible(file:reason:)``.
    public func write(to path: String) throws(TensorFileError) { try Safetensors.write(weights, to: path) }
}

extension TensorDictionary {
    /// The tensors whose names begin with `prefix`, without it.
    func stripping(_ prefix: String) -> TensorDictionary {
        guard !prefix.isEmpty else { return self }
        var stripped = TensorDictionary(metadata: metadata)
        for (name, tensor) in tensors where name.hasPrefix(prefix) { stripped.tensors[String(name.dropFirst(prefix.count))] = tensor }
        for (name, tensor) in integers where name.hasPrefix(prefix) { stripped.integers[String(name.dropFirst(prefix.count))] = tensor }
        return stripped
    }
}
