import ArrayFiles
import Digests
import Files
import Foundation
import MetricLearning
import Tensors
import Workflow

/// `checkpoint.safetensors`: a training in progress, whole or not at all.
///
/// It names the fingerprint of the settings and data it is of, so that it is never continued with others, and is there only
/// while a training is unfinished.
struct CheckpointFile {
    let path: String
    /// What the training depends on.
    let fingerprint: Fingerprint

    private static let fingerprintKey = "fingerprint"
    private static let stateKey = "state"
    private static let digestKey = "sha256"

    /// The checkpoint to go on from; nil if there is none, or one of other settings or data.
    ///
    /// - Throws: ``StageError/checkpointUnreadable(path:reason:)``.
    func read() throws(StageError) -> TrainingCheckpoint? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let file: TensorDictionary
        do { file = try Safetensors.read(path) } catch { throw .checkpointUnreadable(path: path, reason: "\(error)") }
        guard file.metadata[Self.fingerprintKey] == fingerprint.digest else { return nil }
        guard let state = file.metadata[Self.stateKey] else { throw .checkpointUnreadable(path: path, reason: "it has no state") }
        let checkpoint = TrainingCheckpoint(tensors: file.tensors, state: state)
        guard file.metadata[Self.digestKey] == checkpoint.digest else {
            throw .checkpointUnreadable(path: path, reason: "it is damaged: its SHA-256 is not that of what was written")
        }
        return checkpoint
    }

    func write(_ checkpoint: TrainingCheckpoint) throws(TensorFileError) {
        try Safetensors.write(
            TensorDictionary(
                tensors: checkpoint.tensors,
                metadata: [Self.fingerprintKey: fingerprint.digest, Self.stateKey: checkpoint.state, Self.digestKey: checkpoint.digest]),
            to: path)
    }

    /// For when the training is finished.
    ///
    /// - Throws: `FileError.cannotWrite`.
    func remove() throws(FileError) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
}

extension TrainingCheckpoint {
    /// SHA-256 over the names, shapes and values, and the state.
    fileprivate var digest: String {
        var hash = SHA256()
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            hash.update("\(name) \(tensor.shape)\n")
            tensor.values.withUnsafeBytes { hash.update($0) }
        }
        hash.update(state)
        return hash.finish()
    }
}
