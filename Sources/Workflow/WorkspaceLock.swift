import Foundation

/// Holds a workspace for one run. Readers do not take it.
///
/// The kernel's lock on the file goes with the process, so a killed run leaves none behind.
public struct WorkspaceLock: ~Copyable {
    private let descriptor: Int32   // owned; closing it releases the lock

    /// - Throws: ``WorkflowError/locked(workspace:holder:)`` while another process holds it.
    public init(workspace: String) throws(WorkflowError) {
        let path = workspace + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
            close(descriptor)
            guard reason == EWOULDBLOCK else { throw .cannotWrite(path: path, reason: String(cString: strerror(reason))) }
            throw .locked(workspace: workspace, holder: holder.flatMap { $0.isEmpty ? nil : $0 } ?? "it has not said which")
        }
        let process = ProcessInfo.processInfo
        let holder = Array("process \(process.processIdentifier) on \(process.hostName) since \(timestamp())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, holder, holder.count, 0)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
