import CHDF5
import Files

/// An HDF5 file being written: datasets that grow row by row, and attributes that say what they are.
///
/// Written to a temporary sibling that is flushed and renamed in ``commit()``; nothing is left of a file that is not committed.
/// Not `Sendable`: one thread at a time.
///
/// **Source**: https://docs.hdfgroup.org/hdf5/v1_10/
public final class HDF5Writer {
    public let path: String
    private let output: OutputPath
    private var file: hid_t   // owned; closed in commit or deinit
    private var columns: [HDF5Column] = []

    /// - Throws: ``TensorFileError/hdf5(file:call:item:reason:)`` if the file cannot be made.
    public init(replacing path: String) throws(TensorFileError) {
        self.path = path
        let output = OutputPath(replacing: path)
        self.output = output
        file = try HDF5Library.exclusively { () throws(TensorFileError) -> hid_t in
            let file = H5Fcreate(output.temporaryPath, CHDF5_exclusive(), CHDF5_defaults, CHDF5_defaults)
            return try HDF5Library.check(file, "H5Fcreate", path, file: path)
        }
    }

    deinit {
        guard file >= 0 else { return }
        HDF5Library.silently { for column in columns { column.close() } }
        HDF5Library.close(file: file)
    }

    /// Adds a dataset of numbers whose first axis grows.
    ///
    /// - Parameters:
    ///   - type: float32, float64, uint8 or int64.
    ///   - rowShape: lengths of the axes after the first.
    ///   - expectedRows: roughly how many there will be; small datasets get small chunks.
    public func column(
        _ name: String, of type: ElementType, rowShape: [Int] = [], expectedRows: Int
    ) throws(TensorFileError) -> HDF5Column {
        try add(name, .number(type), rowShape, expectedRows)
    }

    /// Adds a dataset of texts of variable width, whose one axis grows.
    public func textColumn(_ name: String, expectedRows: Int) throws(TensorFileError) -> HDF5Column {
        try add(name, .text, [], expectedRows)
    }

    /// Puts a text on the file, or on a dataset, where h5py shows it in `attrs`.
    ///
    /// - Throws: ``TensorFileError/unsupported(file:array:found:supported:)`` above 64,000 bytes: it has to fit an object's header.
    public func setAttribute(_ name: String, _ text: String, of dataset: HDF5Column? = nil) throws(TensorFileError) {
        guard text.utf8.count <= 64_000 else {
            throw .unsupported(file: path, array: name, found: "a text of \(text.utf8.count) bytes", supported: "attributes of up to 64,000 bytes")
        }
        try HDF5Library.exclusively { () throws(TensorFileError) in
            let type = try HDF5Handle.text(file: path)
            try setAttribute(name, of: dataset, type.id) { attribute in
                var text = text
                return text.withUTF8 { bytes in
                    var terminated = bytes.map { CChar(bitPattern: $0) } + [0]
                    return terminated.withUnsafeMutableBufferPointer { characters in
                        var pointer = characters.baseAddress
                        return H5Awrite(attribute, type.id, &pointer)
                    }
                }
            }
        }
    }

    /// Puts a number on the file or on a dataset.
    public func setAttribute(_ name: String, _ number: Double, of dataset: HDF5Column? = nil) throws(TensorFileError) {
        try HDF5Library.exclusively { () throws(TensorFileError) in
            try setAttribute(name, of: dataset, CHDF5_native_double()) { attribute in
                var number = number
                return H5Awrite(attribute, CHDF5_native_double(), &number)
            }
        }
    }

    /// Writes what is outstanding and gives the file its name.
    ///
    /// - Throws: ``TensorFileError``: hdf5, or inaccessible when it cannot be flushed or renamed.
    public func commit() throws(TensorFileError) {
        try HDF5Library.exclusively { () throws(TensorFileError) in
            for column in columns {
                try column.flushHoldingLock()
                column.close()
            }
            columns = []
            let status = H5Fclose(file)
            file = -1
            try HDF5Library.check(status, "H5Fclose", path, file: path)
        }
        do throws(FileError) {
            try output.commit()
        } catch {
            throw .inaccessible(file: path, reason: "cannot be written: \(error.reason)")
        }
    }

    private func add(_ name: String, _ kind: HDF5Column.Kind, _ rowShape: [Int], _ rows: Int) throws(TensorFileError) -> HDF5Column {
        let column = try HDF5Library.exclusively { () throws(TensorFileError) in
            try HDF5Column(name, kind, rowShape: rowShape, expectedRows: rows, in: file, path: path)
        }
        columns.append(column)
        return column
    }

    private func setAttribute(
        _ name: String, of dataset: HDF5Column?, _ type: hid_t, _ write: (hid_t) -> herr_t
    ) throws(TensorFileError) {
        let space = try HDF5Handle(H5Screate(H5S_SCALAR), "H5Screate", name, file: path, closedBy: H5Sclose)
        let created = H5Acreate2(dataset?.id ?? file, name, type, space.id, CHDF5_defaults, CHDF5_defaults)
        let attribute = try HDF5Handle(created, "H5Acreate2", name, file: path, closedBy: H5Aclose)
        try HDF5Library.check(write(attribute.id), "H5Awrite", name, file: path)
    }
}

extension HDF5Handle {
    /// The type of texts of variable width in UTF-8.
    static func text(file: String) throws(TensorFileError) -> HDF5Handle {
        let type = try HDF5Handle(H5Tcopy(CHDF5_c_string()), "H5Tcopy", "text", file: file, closedBy: H5Tclose)
        try HDF5Library.check(H5Tset_size(type.id, CHDF5_variable()), "H5Tset_size", "text", file: file)
        try HDF5Library.check(H5Tset_cset(type.id, H5T_CSET_UTF8), "H5Tset_cset", "text", file: file)
        return type
    }
}
