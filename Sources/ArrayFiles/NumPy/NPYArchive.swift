import Archives
import Files

/// Several npy files together: an npz, a tar archive of any compression, or a folder; numbers in double precision.
public enum NPYArchive {
    /// Reads the arrays called `names`, without `.npy` and whatever folder of the archive they are in.
    ///
    /// - Throws: ``TensorFileError``: no such array, or as ``NPY/readDoubles(_:)``.
    public static func readDoubles(
        _ names: [String], from path: String
    ) throws(TensorFileError) -> [String: (shape: [Int], values: [Double])] {
        let (files, found) = try members(names.map { $0 + ".npy" }, of: path)
        var arrays: [String: (shape: [Int], values: [Double])] = [:]
        for name in names {
            guard let bytes = files[name + ".npy"] else { throw .noSuchArray(file: path, name: name, found: found) }
            arrays[name] = try NPY.doubles(bytes, name: name, file: path)
        }
        return arrays
    }

    /// The wanted files, and the names of all.
    private static func members(
        _ wanted: [String], of path: String
    ) throws(TensorFileError) -> (files: [String: [UInt8]], found: [String]) {
        var files: [String: [UInt8]] = [:]
        var found: [String] = []
        do throws(ArchiveError) {
            let reader = try EntryReader(source: path)
            while let entry = try reader.next() {
                let name = lastComponent(of: entry.name)
                found.append(name)
                if wanted.contains(name) { files[name] = try reader.readAll(limit: .max) }
            }
        } catch {
            throw .malformed(file: path, format: "archive of npy", problem: "\(error)")
        }
        return (files, found)
    }
}
