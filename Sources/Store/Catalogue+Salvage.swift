import GRDB

extension Catalogue {
    /// Rows that mean something by themselves. What was read of the sources does not: half a listing would pass for a whole one.
    private static let independent = ["failure", "stage", "file_digest"]

    /// Takes over from a damaged catalogue what can still be read of failures and finished stages; the samples are not,
    /// so they are listed anew.
    ///
    /// - Returns: how many rows there were.
    public func takeOver(salvaging path: String) throws(StoreError) -> Int {
        let taken = try file.takeOver(Self.independent, of: path)
        // It says that samples are there, which is no longer so.
        try file.write("a stage's record") { try $0.execute(sql: "DELETE FROM stage WHERE run = ''") }
        return taken
    }

    /// What is wrong with the database's own structure.
    public func damage() throws(StoreError) -> [CacheDamage] { try file.structuralDamage() }
}
