public import Clips
import GRDB

extension Catalogue {
    /// Replaces everything by one source whose clips come one after the other, each a member and a sample; one transaction, in
    /// bounded memory.
    ///
    /// - Parameters:
    ///   - source: what is known of it.
    ///   - next: the next clip, a member of that source and a sample that is made of it; nil at the end.
    ///   - classNames: asked for after the last clip.
    /// - Throws: what `next` throws, after which nothing has changed; ``StoreError``.
    public func `import`(
        _ source: SourceRecord, next: () throws -> (member: ScannedMember, sample: Sample)?, classNames: () -> [String]
    ) throws {
        var failure: (any Error)?
        do {
            try file.write("the imported clips") { database in
                try clear(source, database)
                do {
                    var ordinal = 0
                    while let (member, sample) = try next() {
                        try insert(member, of: source.path, database)
                        try insert(sample, ordinal, database)
                        ordinal += 1
                    }
                } catch {
                    failure = error
                    throw error
                }
                for (ordinal, name) in classNames().enumerated() {
                    try database.execute(sql: "INSERT INTO class VALUES (?, ?)", arguments: [ordinal, name])
                }
            }
        } catch {
            // A `DatabaseError` is in the store's own words by now; other errors are the caller's.
            if let failure, !(failure is DatabaseError) { throw failure }
            throw error
        }
    }

    private func clear(_ source: SourceRecord, _ database: Database) throws {
        for table in ["sample", "class", "problem", "dataset_source"] { try database.execute(sql: "DELETE FROM \(table)") }
        try database.execute(sql: "INSERT INTO dataset_source VALUES (0, ?)", arguments: [source.path])
        for table in ["member", "text", "skipped"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE source = ?", arguments: [source.path])
        }
        try insert(source, database)
    }
}
