import Archives

/// An npz archive being written, its arrays stored as they are.
///
/// Written to a temporary sibling that is flushed and renamed in ``commit()``.
public final class NPZWriter {
    private let path: String
    private let archive: ArchiveWriter

    /// - Throws: ``TensorFileError/inaccessible(file:reason:)``, as all calls here.
    public init(replacing path: String) throws(TensorFileError) {
        self.path = path
        do throws(ArchiveError) {
            archive = try ArchiveWriter(path: path, format: .zipStored)
        } catch {
            throw .inaccessible(file: path, reason: "cannot be written: \(error)")
        }
    }

    /// Adds an array whose elements lie in a spool.
    public func add(_ name: String, _ spool: ArraySpool) throws(TensorFileError) {
        try spool.flush()
        try mapped { () throws(ArchiveError) in
            try archive.add(name: name + ".npy", start: NPY.header(of: spool.type, shape: spool.shape), contentsOf: spool.path)
        }
    }

    public func add(_ name: String, _ texts: [String]) throws(TensorFileError) {
        try mapped { () throws(ArchiveError) in try archive.add(name: name + ".npy", bytes: NPY.file(of: texts)) }
    }

    public func commit() throws(TensorFileError) {
        try mapped { () throws(ArchiveError) in try archive.finish() }
    }

    private func mapped(_ body: () throws(ArchiveError) -> Void) throws(TensorFileError) {
        do throws(ArchiveError) {
            try body()
        } catch {
            throw .inaccessible(file: path, reason: "cannot be written: \(error)")
        }
    }
}
