import Foundation

/// What the file system a database lies on can do.
enum FileSystem {
    /// Kinds of network and cluster file systems, as /proc/self/mounts spells them; `fuse.*` counts as one.
    private static let shared: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "lustre", "gpfs", "beegfs", "ceph", "glusterfs", "9p", "afs", "orangefs", "panfs", "virtiofs",
    ]

    /// Whether SQLite's write-ahead log may be used: it needs memory shared between processes, which network file
    /// systems do not give (https://sqlite.org/wal.html). Otherwise the rollback journal is used.
    static func sharedMemoryWorks(near path: String) -> Bool {
        guard let kind = kind(ofFileSystemHolding: path) else { return false }
        return !shared.contains(kind) && !kind.hasPrefix("fuse")
    }

    /// The type of the mount with the longest mount point above `path`; of two on the same point the later one covers.
    private static func kind(ofFileSystemHolding path: String) -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else { return nil }
        var best: (length: Int, kind: String)?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 3 else { continue }
            let point = fields[1].replacingOccurrences(of: "\\040", with: " ")
            let prefix = point == "/" ? "/" : point + "/"
            if (folder + "/").hasPrefix(prefix), prefix.count >= best?.length ?? 0 { best = (prefix.count, String(fields[2])) }
        }
        return best?.kind
    }
}
