import Archives

/// Reader of npz files: zip archives, plain or deflated, of npy files.
///
/// **Source**: https://numpy.org/doc/stable/reference/generated/numpy.savez.html
public enum NPZ {
    /// Reads every array, by its name without `.npy`.
    ///
    /// - Throws: ``TensorFileError``: inaccessible, malformed, or unsupported for arrays that ``NPY`` does not read.
    public static func read(_ path: String) throws(TensorFileError) -> [String: StoredArray] {
        _ = try InputFile(path)   // a missing file or a folder is an error of its own
        var arrays: [String: StoredArray] = [:]
        for (name, bytes) in try entries(path) {
            guard name.hasSuffix(".npy") else { throw foreign(name, path) }
            let array = String(name.dropLast(4))
            arrays[array] = try NPY.read(bytes, name: array, file: path)
        }
        return arrays
    }

    /// The names of the arrays, without `.npy`, in the order of the file; nothing is unpacked but what the zip makes pass over.
    static func names(_ path: String) throws(TensorFileError) -> [String] {
        _ = try InputFile(path)
        var names: [String] = []
        do throws(ArchiveError) {
            let reader = try EntryReader(source: path)
            while let entry = try reader.next() { names.append(entry.name) }
            if let skipped = reader.skipped.first {
                throw ArchiveError.entryDamaged(archive: path, entry: skipped.name, reason: "\(skipped.reason)")
            }
        } catch {
            throw failure(error, path)
        }
        for name in names where !name.hasSuffix(".npy") { throw foreign(name, path) }
        return names.map { String($0.dropLast(4)) }
    }

    private static func foreign(_ name: String, _ path: String) -> TensorFileError {
        .unsupported(file: path, array: name, found: "no npy file", supported: "npz archives as numpy.savez writes them")
    }

    private static func entries(_ path: String) throws(TensorFileError) -> [(name: String, bytes: [UInt8])] {
        do throws(ArchiveError) {
            let reader = try EntryReader(source: path)
            var entries: [(String, [UInt8])] = []
            while let entry = try reader.next() {
                entries.append((entry.name, try reader.readAll(limit: .max)))   // the reader's own limits hold
            }
            if let skipped = reader.skipped.first {
                throw ArchiveError.entryDamaged(archive: path, entry: skipped.name, reason: "\(skipped.reason)")
            }
            return entries
        } catch {
            throw failure(error, path)
        }
    }

    static func failure(_ error: ArchiveError, _ path: String) -> TensorFileError {
        .malformed(file: path, format: "npz", problem: problem(error))
    }

    /// What is wrong, without the file's name, which the error carries anyway.
    private static func problem(_ error: ArchiveError) -> String {
        switch error {
        case .entryDamaged(_, let entry, let reason): "'\(entry)' is damaged: \(reason)"
        case .archiveDamaged(_, _, let reason): "the zip is damaged: \(reason)"
        case .tooLarge(_, let entry, _, let limit): "'\(entry)' holds more than \(limit) bytes"
        default: "\(error)"
        }
    }
}
