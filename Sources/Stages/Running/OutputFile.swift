import Foundation
import Workflow

/// Replaces a file as a whole: a sibling is written, synced to disk and renamed, so that a reader never sees half of it.
func replaceFile(at path: String, with bytes: Data) throws(WorkflowError) {
    let temporary = path + ".writing"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
    do {
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: bytes)
        try handle.synchronize()
    } catch {
        unlink(temporary)
        throw .cannotWrite(path: path, reason: (error as NSError).localizedDescription)
    }
    guard rename(temporary, path) == 0 else {
        let reason = String(cString: strerror(errno))
        unlink(temporary)
        throw .cannotWrite(path: path, reason: reason)
    }
}

/// Pretty JSON with sorted keys: equal values give equal bytes.
func json(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
}
