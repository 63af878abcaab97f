import CHDF5
import Tensors

/// One dataset while it is open; used with the library's lock held.
struct HDF5Dataset: ~Copyable {
    let shape: [Int]
    private let name: String
    private let path: String
    private let dataset: HDF5Handle
    private let type: HDF5Handle

    /// - Parameter names: gives all datasets of the file, for the error when there is none of this name.
    init(_ name: String, of file: HDF5File, names: () throws(TensorFileError) -> [String]) throws(TensorFileError) {
        let id = H5Dopen2(file.id, name, CHDF5_defaults)
        do throws(TensorFileError) {
            try HDF5Library.check(id, "H5Dopen2", name, file: file.path)
        } catch {
            let found = try names()
            throw found.contains(name) ? error : .noSuchArray(file: file.path, name: name, found: found)
        }
        // All or none: a type that is not copyable cannot be left half made by an error.
        let dataset = try HDF5Handle(id, "H5Dopen2", name, file: file.path, closedBy: H5Dclose)
        let type = try HDF5Handle(H5Dget_type(dataset.id), "H5Dget_type", name, file: file.path, closedBy: H5Tclose)
        shape = try Self.shape(of: dataset.id, name, file.path)
        self.name = name
        self.path = file.path
        self.dataset = dataset
        self.type = type
    }

    private static func shape(of dataset: hid_t, _ name: String, _ path: String) throws(TensorFileError) -> [Int] {
        let space = try HDF5Handle(H5Dget_space(dataset), "H5Dget_space", name, file: path, closedBy: H5Sclose)
        guard H5Sget_simple_extent_type(space.id) != H5S_NULL else {
            throw .unsupported(file: path, array: name, found: "an empty dataspace", supported: "scalars and arrays")
        }
        let rank = try HDF5Library.check(H5Sget_simple_extent_ndims(space.id), "H5Sget_simple_extent_ndims", name, file: path)
        var lengths = [hsize_t](repeating: 0, count: max(Int(rank), 1))
        try HDF5Library.check(H5Sget_simple_extent_dims(space.id, &lengths, nil), "H5Sget_simple_extent_dims", name, file: path)
        return lengths.prefix(Int(rank)).map { Int(clamping: $0) }
    }

    /// - Parameter rows: those along the first axis, within the shape; nil for the whole dataset.
    func read(rows: Range<Int>? = nil, fileSize: Int) throws(TensorFileError) -> StoredArray {
        let whole = try checkedCount(fileSize: fileSize)
        let shape = rows.map { [$0.count] + self.shape.dropFirst() } ?? self.shape
        let count = rows == nil ? whole : shape.reduce(1, *)
        let part = try HDF5Selection(rows: rows, shape: self.shape, of: dataset.id, name, file: path)
        switch H5Tget_class(type.id) {
        case H5T_FLOAT: return .floats(Tensor(shape: shape, values: try elements(Float.self, CHDF5_native_float(), count, part)))
        case H5T_INTEGER, H5T_ENUM: return .integers(IntegerTensor(shape: shape, values: try integers(count, part)))
        case H5T_STRING: return .texts(shape: shape, values: try texts(count, part))
        default: throw unsupported
        }
    }

    /// What the elements are; h5py's booleans are an enumeration.
    func kind() throws(TensorFileError) -> StoredKind {
        switch H5Tget_class(type.id) {
        case H5T_FLOAT: return .float
        case H5T_INTEGER: return .integer
        case H5T_ENUM: return .boolean
        case H5T_STRING: return .text
        default: throw unsupported
        }
    }

    /// Rows of numbers in double precision.
    func doubles(rows: Range<Int>, fileSize: Int) throws(TensorFileError) -> [Double] {
        _ = try checkedCount(fileSize: fileSize)
        guard [H5T_FLOAT, H5T_INTEGER].contains(H5Tget_class(type.id)) else { throw unsupported }
        let part = try HDF5Selection(rows: rows, shape: shape, of: dataset.id, name, file: path)
        return try elements(Double.self, CHDF5_native_double(), shape.dropFirst().reduce(rows.count, *), part)
    }

    private var unsupported: TensorFileError {
        .unsupported(file: path, array: name, found: "neither of numbers nor of texts", supported: "floats, integers, booleans and texts")
    }

    /// The number of elements, once it is clear that the file can hold them: a damaged or hostile shape must not take memory.
    private func checkedCount(fileSize: Int) throws(TensorFileError) -> Int {
        let size = H5Tget_size(type.id)
        guard let count = elementCount(shape: shape),
              case let (bytes, overflow) = count.multipliedReportingOverflow(by: size), !overflow
        else {
            throw .malformed(file: path, format: "HDF5", problem: "'\(name)': the size of shape \(shape) overflows")
        }
        let stored = Int(clamping: H5Dget_storage_size(dataset.id))
        let mostDense = 1100   // deflate cannot shrink below 1 : 1032
        guard stored <= fileSize, bytes / mostDense <= stored, count == 0 || stored > 0 else {
            let problem = "'\(name)' of shape \(shape) takes \(bytes) bytes, but \(min(stored, fileSize)) are stored"
            throw .malformed(file: path, format: "HDF5", problem: problem)
        }
        return count
    }

    private func elements<Element: BitwiseCopyable & ExpressibleByIntegerLiteral>(
        _ element: Element.Type, _ memoryType: hid_t, _ count: Int, _ part: HDF5Selection
    ) throws(TensorFileError) -> [Element] {
        guard count > 0 else { return [] }
        var elements = [Element](repeating: 0, count: count)
        try read(into: &elements, memoryType, part)
        return elements
    }

    private func read(
        into buffer: UnsafeMutableRawPointer, _ memoryType: hid_t, _ part: HDF5Selection
    ) throws(TensorFileError) {
        let status = H5Dread(dataset.id, memoryType, part.memory, part.file, CHDF5_defaults, buffer)
        try HDF5Library.check(status, "H5Dread", name, file: path)
    }

    private func integers(_ count: Int, _ part: HDF5Selection) throws(TensorFileError) -> [Int64] {
        guard H5Tget_size(type.id) == 8, H5Tget_sign(type.id) == H5T_SGN_NONE else {
            return try elements(Int64.self, CHDF5_native_int64(), count, part)
        }
        let values = try elements(UInt64.self, CHDF5_native_uint64(), count, part)
        guard values.allSatisfy({ $0 <= UInt64(Int64.max) }) else {
            throw .unsupported(file: path, array: name, found: "an integer above 2^63 - 1", supported: "integers of 64 bits with a sign")
        }
        return values.map { Int64($0) }
    }

    private func texts(_ count: Int, _ part: HDF5Selection) throws(TensorFileError) -> [String] {
        guard count > 0 else { return [] }
        let texts = H5Tis_variable_str(type.id) > 0 ? try variableTexts(count, part) : try fixedTexts(count, part)
        guard let texts else { throw .unsupported(file: path, array: name, found: "a text that is not UTF-8", supported: "texts in UTF-8") }
        return texts
    }

    private func fixedTexts(_ count: Int, _ part: HDF5Selection) throws(TensorFileError) -> [String]? {
        let width = H5Tget_size(type.id)
        let spacePadded = H5Tget_strpad(type.id) == H5T_STR_SPACEPAD
        var bytes = [UInt8](repeating: 0, count: count * width)
        try read(into: &bytes, type.id, part)
        return bytes.withUnsafeBytes { bytes in
            collect(count) { index in
                let text = UnsafeRawBufferPointer(rebasing: bytes[(index * width)..<((index + 1) * width)])
                return UnpaddedText.utf8(text, spacePadded: spacePadded)
            }
        }
    }

    /// The library allocates each text; all are handed back whatever happens.
    private func variableTexts(_ count: Int, _ part: HDF5Selection) throws(TensorFileError) -> [String]? {
        var length = hsize_t(count)
        let space = try HDF5Handle(H5Screate_simple(1, &length, nil), "H5Screate_simple", name, file: path, closedBy: H5Sclose)
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        try read(into: &pointers, type.id, part)
        defer { H5Dvlen_reclaim(type.id, space.id, CHDF5_defaults, &pointers) }
        return collect(count) { index in
            guard let pointer = pointers[index] else { return "" }
            return String(validatingCString: pointer)
        }
    }

    private func collect(_ count: Int, _ text: (Int) -> String?) -> [String]? {
        var texts: [String] = []
        for index in 0..<count {
            guard let text = text(index) else { return nil }
            texts.append(text)
        }
        return texts
    }
}
