import CHDF5
import Tensors

/// An HDF5 file opened for reading: names, shapes and whole arrays of its datasets.
///
/// Not `Sendable`: one thread at a time; any number of files may be open.
///
/// **Source**: https://docs.hdfgroup.org/hdf5/v1_10/
public final class HDF5File {
    public let path: String
    /// Bytes.
    private let size: Int
    private let file: hid_t   // owned; closed in deinit

    /// - Throws: ``TensorFileError``: inaccessible, or malformed if it is no HDF5 file.
    public init(_ path: String) throws(TensorFileError) {
        size = try InputFile(path).size
        self.path = path
        file = try HDF5Library.exclusively { () throws(TensorFileError) -> hid_t in
            let file = H5Fopen(path, CHDF5_read_only(), CHDF5_defaults)
            guard file < 0 else { return file }
            do throws(TensorFileError) {
                try HDF5Library.check(file, "H5Fopen", path, file: path)
            } catch .hdf5(_, _, _, let reason) {
                throw .malformed(file: path, format: "HDF5", problem: reason)
            }
            return file
        }
    }

    deinit { HDF5Library.close(file: file) }

    /// Paths of all datasets, sorted; those inside groups are spelled `group/name`.
    public func datasetNames() throws(TensorFileError) -> [String] {
        try HDF5Library.exclusively { () throws(TensorFileError) in try visitedNames() }
    }

    /// - Throws: ``TensorFileError``: no such array, or unsupported for a dataset that holds nothing at all.
    public func shape(of name: String) throws(TensorFileError) -> [Int] {
        try HDF5Library.exclusively { () throws(TensorFileError) in
            try HDF5Dataset(name, of: self, names: visitedNames).shape
        }
    }

    /// Reads a whole dataset: floats of any width as 32-bit floats, integers, booleans and enumerations as 64-bit integers,
    /// texts of fixed and variable width.
    ///
    /// - Throws: ``TensorFileError``: no such array, unsupported for other types, malformed or hdf5 for damaged contents.
    public func read(_ name: String) throws(TensorFileError) -> StoredArray {
        try HDF5Library.exclusively { () throws(TensorFileError) in
            try HDF5Dataset(name, of: self, names: visitedNames).read(fileSize: size)
        }
    }

    /// Reads some rows of a dataset: those at `rows` along its first axis, which lie within its shape.
    ///
    /// - Throws: as ``read(_:)``.
    public func read(_ name: String, rows: Range<Int>) throws(TensorFileError) -> StoredArray {
        try HDF5Library.exclusively { () throws(TensorFileError) in
            try HDF5Dataset(name, of: self, names: visitedNames).read(rows: rows, fileSize: size)
        }
    }

    /// Rows in double precision; as ``read(_:rows:)``.
    func readDoubles(_ name: String, rows: Range<Int>) throws(TensorFileError) -> [Double] {
        try HDF5Library.exclusively { () throws(TensorFileError) in
            try HDF5Dataset(name, of: self, names: visitedNames).doubles(rows: rows, fileSize: size)
        }
    }

    func kind(of name: String) throws(TensorFileError) -> StoredKind {
        try HDF5Library.exclusively { () throws(TensorFileError) in try HDF5Dataset(name, of: self, names: visitedNames).kind() }
    }

    /// The texts among the file's own attributes.
    public func attributes() throws(TensorFileError) -> [String: String] {
        try HDF5Library.exclusively { () throws(TensorFileError) in try HDF5Attributes.texts(of: file, path: path) }
    }

    /// The library's name for the file.
    var id: hid_t { file }

    private func visitedNames() throws(TensorFileError) -> [String] {
        var names: [String] = []
        let status = withUnsafeMutablePointer(to: &names) { names in
            H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, { _, name, object, names in
                if let name, object?.pointee.type == H5O_TYPE_DATASET {
                    names?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
                }
                return 0
            }, names, UInt32(H5O_INFO_BASIC))
        }
        try HDF5Library.check(status, "H5Ovisit2", "/", file: path)
        return names.sorted()
    }
}
