/// Whether a workspace's databases are only looked at, or made where they are missing, brought up to date and written.
public enum DatabaseAccess: Hashable, Sendable {
    /// Nothing is created or written where the file lies; a missing file is an empty database.
    case reading
    case writing
}

extension Catalogue {
    /// - Throws: ``StoreError``.
    public convenience init(path: String, access: DatabaseAccess) throws(StoreError) {
        switch access {
        case .reading: try self.init(reading: path)
        case .writing: try self.init(path: path)
        }
    }
}

extension FeatureCache {
    /// - Throws: ``StoreError``.
    public convenience init(path: String, access: DatabaseAccess) throws(StoreError) {
        switch access {
        case .reading: try self.init(reading: path)
        case .writing: try self.init(path: path)
        }
    }
}

extension DecodedIndex {
    /// - Throws: ``StoreError``.
    public convenience init(path: String, access: DatabaseAccess) throws(StoreError) {
        switch access {
        case .reading: try self.init(reading: path)
        case .writing: try self.init(path: path)
        }
    }
}
