import Archives
import ArrayFiles

/// Reader of the archives some weights are published in: a frozen graph, a checkpoint in one file, or NumPy arrays, among other files.
enum GzippedTar {
    /// Bytes of one file that are read into memory.
    private static let maxBytes = 1 << 30

    static func read(_ path: String) throws(TensorFileError) -> TensorDictionary {
        var network: TensorDictionary?
        var arrays: [String: StoredArray] = [:]
        for (name, content) in try files(path) {
            if name.hasSuffix(".npy") {
                let array = String(name.dropLast(4).split(separator: "/").last ?? "")
                arrays[array] = try NPY.read(content, name: array, file: path)
            } else if network == nil {
                let file = MappedFile(content, path: "\(path):\(name)")
                network = try name.hasSuffix(".pb") ? TensorFlowGraph.read(file) : TensorFlowCheckpoint1.read(file)
            } else {
                throw .malformed(file: path, format: "gzipped tar", problem: "several graphs or checkpoints are in it; unpack the one that is meant")
            }
        }
        if let network { return network }
        guard !arrays.isEmpty else { throw .malformed(file: path, format: "gzipped tar", problem: "neither a frozen graph (.pb), a checkpoint (.ckpt) nor an npy file is in it") }
        return try TensorDictionary(arrays, file: path)
    }

    private static func files(_ path: String) throws(TensorFileError) -> [(name: String, content: [UInt8])] {
        var files: [(String, [UInt8])] = []
        do throws(ArchiveError) {
            let reader = try EntryReader(source: path)
            while let entry = try reader.next() {
                guard [".pb", ".ckpt", ".npy"].contains(where: entry.name.hasSuffix) else { continue }
                files.append((entry.name, try reader.readAll(limit: maxBytes)))
            }
        } catch {
            throw .malformed(file: path, format: "gzipped tar", problem: "\(error)")
        }
        return files
    }
}
