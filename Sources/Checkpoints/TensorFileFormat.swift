public import ArrayFiles
import Files
import Foundation
import Tensors

/// The formats published weights come in, told apart by their first and last bytes, not by their names.
public enum TensorFileFormat: String, Codable, Hashable, Sendable, CaseIterable {
    case safetensors
    case npz
    case pyTorchZip = "pytorch-zip"
    case pyTorchLegacy = "pytorch-legacy"
    case tensorFlowCheckpoint1 = "tensorflow-checkpoint-v1"
    case tensorFlowCheckpoint2 = "tensorflow-checkpoint-v2"
    case tensorFlowGraph = "tensorflow-graph"
    /// A gzipped tar of a frozen graph, of a checkpoint in one file, or of npy files.
    case gzippedTar = "tgz"

    /// Reads every array of a file in whichever format it is.
    ///
    /// - Throws: ``TensorFileError``, which names the formats where the file is in none of them.
    public static func read(_ path: String) throws(TensorFileError) -> (format: TensorFileFormat, weights: TensorDictionary) {
        let format = try detect(path)
        let weights: TensorDictionary = switch format {
        case .safetensors: try Safetensors.read(path)
        case .npz: try TensorDictionary(NPZ.read(path), file: path)
        case .pyTorchZip, .pyTorchLegacy: try PyTorchFile.read(path)
        case .tensorFlowCheckpoint1: try TensorFlowCheckpoint1.read(path)
        case .tensorFlowCheckpoint2: try TensorFlowCheckpoint2.read(path)
        case .tensorFlowGraph: try TensorFlowGraph.read(path)
        case .gzippedTar: try GzippedTar.read(path)
        }
        return (format, weights)
    }

    /// - Throws: ``TensorFileError``: inaccessible, or unsupported.
    public static func detect(_ path: String) throws(TensorFileError) -> TensorFileFormat {
        if !FileManager.default.fileExists(atPath: path), FileManager.default.fileExists(atPath: path + ".index") { return .tensorFlowCheckpoint2 }
        let file = try InputFile(path)
        let start = try file.bytes(at: 0, count: min(file.size, 64))
        let end = try file.bytes(at: max(0, file.size - 8), count: min(file.size, 8))
        if start.starts(with: StoredZip.signature) { return try MappedFile(path).read(as: "zip", Self.zipFormat) }
        if start.starts(with: PyTorchFile.legacyMagic) { return .pyTorchLegacy }
        if start.starts(with: [0x1f, 0x8b]) { return .gzippedTar }
        if start.count > 8, start[8] == UInt8(ascii: "{"), start[4..<8].allSatisfy({ $0 == 0 }) { return .safetensors }
        if end == SortedTable.magic { return path.hasSuffix(".index") ? .tensorFlowCheckpoint2 : .tensorFlowCheckpoint1 }
        if TensorFlowCheckpoint2.prefix(of: path) != path { return .tensorFlowCheckpoint2 }
        // A graph begins with a node (field 1), whose first field is its name.
        if start.first == 0x0a, path.hasSuffix(".pb") || path.hasSuffix(".graphdef") { return .tensorFlowGraph }
        if let other = FileMistakenFor(start: start) {
            throw .unsupported(file: path, array: "the file", found: other.description, supported: "the weight file itself; \(other.advice)")
        }
        throw .unsupported(
            file: path, array: "the file", found: "in none of the formats weights are published in (or it was cut short)",
            supported: "safetensors, npz, PyTorch (.pth), TensorFlow checkpoints, frozen graphs (.pb) and gzipped tars of those")
    }

    private static func zipFormat(_ bytes: UnsafeRawBufferPointer) throws(FormatProblem) -> TensorFileFormat {
        try StoredZip(bytes).members.keys.contains { $0.hasSuffix(".npy") } ? .npz : .pyTorchZip
    }
}

extension TensorDictionary {
    /// Nil where there is no array of that name.
    public func shape(of name: String) -> [Int]? { tensors[name]?.shape ?? integers[name]?.shape }

    /// - Throws: ``TensorFileError`` where there are texts among the arrays.
    init(_ arrays: [String: StoredArray], file: String) throws(TensorFileError) {
        self.init()
        do throws(FormatProblem) {
            for (name, array) in arrays { try insert(array, name) }
        } catch {
            throw error.inFile(file, format: "NumPy")
        }
    }
}
