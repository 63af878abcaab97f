import Archives

/// libarchive and our handling of its entries, with limits small enough to be met.
enum ArchiveTarget {
    private static let file = MemoryFile(named: "fuzz.archive")

    static func run(_ input: UnsafeRawBufferPointer) {
        let limits = ArchiveLimits(maxEntries: 1_000, maxEntryBytes: 1 << 20, maxTotalBytes: 8 << 20)
        guard let reader = try? EntryReader(source: file.holding(input), limits: limits) else { return }
        var entries = 0
        while entries < 2_000, isReadable(reader) { entries += 1 }
    }

    /// Reads the next entry; false at the end and where nothing more can be read.
    private static func isReadable(_ reader: EntryReader) -> Bool {
        do throws(ArchiveError) {
            guard let entry = try reader.next() else { return false }
            precondition(!entry.name.hasPrefix("/") && !entry.name.split(separator: "/").contains(".."), "an entry leads out of the archive")
            _ = try reader.readAll(limit: 1 << 20)
            return true
        } catch {
            if case .entryDamaged = error { return true }
            return false
        }
    }
}
