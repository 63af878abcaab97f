import Foundation

/// What a process that was killed left half written: the temporary files and folders of ``OutputFile`` and its like.
public enum Leftovers {
    /// Seconds since it was last touched after which what no process here writes is nobody's; another machine may be at it.
    private static let patience = 600.0

    /// Removes what earlier attempts to write `path` left beside it, but for those that may still be under way.
    ///
    /// - Returns: what was removed.
    public static func remove(of path: String) -> [String] {
        let folder = parentFolder(of: path), name = lastComponent(of: path) + "."
        return remove(in: folder) { entry, status in
            guard entry.hasPrefix(name), let writer = writer(of: entry.dropFirst(name.count)) else { return false }
            return kill(writer, 0) != 0 && errno == ESRCH && age(status) > patience
        }
    }

    /// Removes all such files of a folder and those in it, of which the caller alone is the writer.
    ///
    /// - Returns: what was removed.
    public static func remove(inOwnFolder folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let inner = names.map { folder + "/" + $0 }.filter { path in
            var status = stat()
            return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && !path.hasSuffix(".partial")
        }
        return remove(in: folder) { entry, _ in entry.hasSuffix(".partial") } + inner.flatMap(remove(inOwnFolder:))
    }

    private static func remove(in folder: String, where isLeft: (String, stat) -> Bool) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { (name: $0, path: folder + "/" + $0) }.filter { name, path in
            var status = stat()
            return lstat(path, &status) == 0 && isLeft(name, status) && (try? FileManager.default.removeItem(atPath: path)) != nil
        }.map(\.path)
    }

    /// The process in `<process>-<number>.partial`.
    private static func writer(of ending: some StringProtocol) -> pid_t? {
        guard ending.hasSuffix(".partial") else { return nil }
        return ending.dropLast(".partial".count).split(separator: "-").first.flatMap { pid_t($0) }
    }

    private static func age(_ status: stat) -> Double { Date.now.timeIntervalSince1970 - Double(status.st_mtim.tv_sec) }
}
