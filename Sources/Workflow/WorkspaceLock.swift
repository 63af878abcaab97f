import Foundation

/// Holds a workspace for one run. Readers do not take it.
///
/// On one machine the kernel's lock on the file `lock` decides: it goes with the process, so a killed run leaves none behind. On
/// network file systems that lock may hold among the processes of one machine only (NFS mounted with `nolock` or
/// `local_lock=flock`, Lustre with `localflock`; flock(2), "NOTES"), so the file also names its holder and is touched every few
/// seconds: one of another machine that was not touched for ``Heartbeat/patience`` is left over.
public struct WorkspaceLock: ~Copyable {
    private let descriptor: Int32   // owned
    private let heartbeat: Heartbeat
    /// The run that left its lock behind, if one did.
    public let leftBy: LockHolder?

    /// - Throws: ``WorkflowError/locked(workspace:holder:)`` while another process holds it; ``WorkflowError/cannotLock(path:reason:)``
    ///   where the file system has no locks.
    public init(workspace: String) throws(WorkflowError) {
        let path = workspace + "/lock"
        let descriptor = try Self.locked(path, of: workspace)
        let left = LockHolder(readFrom: descriptor)
        if let left, !left.isOfThisMachine, let age = Heartbeat.age(of: descriptor, beside: path), age < Heartbeat.patience {
            close(descriptor)
            throw .locked(workspace: workspace, holder: "\(left), whose last sign of life is \(Int(age)) s old; \(Int(Heartbeat.patience)) s after it the lock counts as left behind")
        }
        LockHolder.current().write(to: descriptor)
        self.descriptor = descriptor
        heartbeat = Heartbeat(of: descriptor)
        leftBy = left
    }

    deinit {
        heartbeat.stop()
        ftruncate(descriptor, 0)   // given back, not left behind
        flock(descriptor, LOCK_UN)   // a process that is just being started has the descriptor too until it executes its program
        close(descriptor)
    }

    /// The locked file's descriptor.
    private static func locked(_ path: String, of workspace: String) throws(WorkflowError) -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                let holder = LockHolder(readFrom: descriptor)
                close(descriptor)
                guard code == EWOULDBLOCK else { throw .cannotLock(path: path, reason: String(cString: strerror(code))) }
                throw .locked(workspace: workspace, holder: holder.map { "\($0)" } ?? "it has not said which")
            }
            // Whoever removed the file by hand meanwhile would lock another one.
            var own = stat(), named = stat()
            if fstat(descriptor, &own) == 0, stat(path, &named) == 0, own.st_ino == named.st_ino, own.st_dev == named.st_dev { return descriptor }
            close(descriptor)
        }
    }
}
