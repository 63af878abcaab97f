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
            guard name.hasSuffix(".npy") else {
                throw .unsupported(file: path, array: name, found: "no npy file", supported: "npz archives as numpy.savez writes them")
            }
            let array = String(name.dropLast(4))
            arrays[array] = try NPY.read(bytes, name: array, file: path)
        }
        return arrays
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
            throw .malformed(file: path, format: "npz", problem: problem(error))
        }
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
