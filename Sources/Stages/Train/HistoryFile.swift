import Files
import Foundation
import MetricLearning
import Workflow

/// `history.jsonl`: one line an epoch, written as training goes, so that it can be followed.
final class HistoryFile {
    private let path: String
    private let handle: FileHandle

    /// Starts the file with the epochs that a checkpoint goes on from; later ones, of a training that was killed, are dropped.
    init(path: String, keeping done: [EpochRecord] = []) throws {
        try OutputFile.replace(path, with: try done.flatMap { [UInt8](try Self.line($0)) })
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw WorkflowError.cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        self.path = path
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func append(_ record: EpochRecord) throws {
        let line = try Self.line(record)
        do { try handle.write(contentsOf: line) } catch { throw WorkflowError.cannotWrite(path: path, reason: systemWords(error)) }
    }

    private static func line(_ record: EpochRecord) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(record) + Data("\n".utf8)
    }

    func finish() throws(WorkflowError) {
        do { try handle.synchronize() } catch { throw .cannotWrite(path: path, reason: systemWords(error)) }
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
