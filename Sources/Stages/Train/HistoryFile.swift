import Foundation
import MetricLearning
import Workflow

/// `history.jsonl`: one line an epoch, written as training goes, so that it can be followed.
final class HistoryFile {
    private let path: String
    private let handle: FileHandle

    /// Empties the file.
    init(path: String) throws(WorkflowError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        self.path = path
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func append(_ record: EpochRecord) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let line = try encoder.encode(record) + Data("\n".utf8)
        do { try handle.write(contentsOf: line) } catch { throw WorkflowError.cannotWrite(path: path, reason: "\(error)") }
    }

    func finish() throws(WorkflowError) {
        do { try handle.synchronize() } catch { throw .cannotWrite(path: path, reason: "\(error)") }
    }

    /// The epochs of a finished training.
    ///
    /// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
    static func read(_ path: String) throws(StageError) -> [EpochRecord] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .inputMissing(path: path, stage: "train") }
        do {
            return try text.split(separator: "\n").map { try JSONDecoder().decode(EpochRecord.self, from: Data($0.utf8)) }
        } catch {
            throw .inputDamaged(path: path, detail: "a line is not an epoch's record", stage: "train")
        }
    }
}
