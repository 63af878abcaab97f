import Foundation

/// A database file that SQLite cannot read, and what lies beside it.
public enum DamagedDatabase {
    private static let endings = ["", "-wal", "-shm", "-journal"]

    /// Puts the file aside under another name, so that a new one can be made in its place; one put aside before is replaced.
    ///
    /// - Returns: where it lies now.
    public static func setAside(_ path: String) -> String {
        let aside = path + ".damaged"
        for ending in endings {
            unlink(aside + ending)
            Foundation.rename(path + ending, aside + ending)
        }
        return aside
    }

    /// Removes the file with its journals.
    public static func remove(_ path: String) { for ending in endings { unlink(path + ending) } }

    /// Gives a database, closed or open, another name; the journals first, since they mean nothing without it.
    public static func rename(_ path: String, to other: String) {
        for ending in endings.reversed() { Foundation.rename(path + ending, other + ending) }
    }
}
