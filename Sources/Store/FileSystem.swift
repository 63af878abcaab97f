import CVFS
import Foundation

/// What the file system a database lies on can do.
enum FileSystem {
    /// Network, cluster and user-space file systems, by the type that statfs(2) gives (linux/magic.h; those the kernel does not
    /// ship as coreutils' stat knows them).
    private static let shared: [String: UInt32] = [
        "NFS": 0x6969, "SMB": 0x517b, "CIFS": 0xff53_4d42, "SMB 2": 0xfe53_4d42, "FUSE, virtiofs, GlusterFS": 0x6573_5546,
        "9p": 0x0102_1997, "AFS": 0x5346_414f, "kAFS": 0x6b41_4653, "Coda": 0x7375_7245, "Ceph": 0x00c3_6400, "Lustre": 0x0bd0_0bd0,
        "GPFS": 0x4750_4653, "BeeGFS": 0x1983_0326, "PanFS": 0xaad7_aaea, "OrangeFS": 0x2003_0528, "GFS2": 0x0116_1970, "OCFS2": 0x7461_636f,
    ]

    /// Whether SQLite's write-ahead log may be used: it needs memory shared between processes, which network file
    /// systems do not give (https://sqlite.org/wal.html). Otherwise the rollback journal is used, and readers wait while a
    /// writer commits.
    static func sharedMemoryWorks(near path: String) -> Bool {
        // Asked of the file system itself: in a chroot, /proc/self/mounts has no line for the root.
        guard let system = system(near: path) else { return false }
        return !shared.values.contains(UInt32(truncatingIfNeeded: system.f_type))
    }

    /// Bytes that may still be written there; nil where that cannot be asked.
    static func freeBytes(near path: String) -> Int? {
        system(near: path).map { Int(clamping: $0.f_bavail) * Int(clamping: $0.f_frsize) }
    }

    /// Why the system does not let a file be read to its end; nil if it does, or there is none.
    static func readingError(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? nil : String(cString: strerror(errno)) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return count == 0 ? nil : String(cString: strerror(errno)) }
        }
    }

    /// What statfs(2) says of the folder that holds `path`.
    private static func system(near path: String) -> statfs? {
        var answer = statfs()
        return statfs(URL(fileURLWithPath: path).deletingLastPathComponent().path, &answer) == 0 ? answer : nil
    }
}
