import CHDF5

/// A dataset of an ``HDF5Writer`` that grows along its first axis; about a mebibyte is held before it is written.
public final class HDF5Column {
    enum Kind { case number(ElementType), text }

    public let name: String
    /// Rows appended so far.
    public private(set) var count = 0

    private let kind: Kind
    private let rowShape: [Int]
    private let rowsHeld: Int
    private let path: String
    private var dataset: hid_t   // owned; closed by the writer
    private var bytes: [UInt8] = []
    private var texts: [String] = []
    private var written = 0

    var id: hid_t { dataset }

    /// With the library's lock held.
    init(
        _ name: String, _ kind: Kind, rowShape: [Int], expectedRows: Int, in file: hid_t, path: String
    ) throws(TensorFileError) {
        self.name = name
        self.kind = kind
        self.rowShape = rowShape
        self.path = path
        let rowBytes = switch kind {
        case .number(let type): max(rowShape.reduce(type.size, *), 1)
        case .text: 64
        }
        rowsHeld = max(1, (1 << 20) / rowBytes)
        var lengths = [0] + rowShape.map { hsize_t($0) }
        var most = [CHDF5_unlimited()] + rowShape.map { hsize_t($0) }
        var chunk = [hsize_t(min(rowsHeld, max(1, expectedRows)))] + rowShape.map { hsize_t(max($0, 1)) }
        let space = try HDF5Handle(
            H5Screate_simple(Int32(lengths.count), &lengths, &most), "H5Screate_simple", name, file: path, closedBy: H5Sclose)
        let creation = try HDF5Handle(H5Pcreate(CHDF5_dataset_creation()), "H5Pcreate", name, file: path, closedBy: H5Pclose)
        try HDF5Library.check(H5Pset_chunk(creation.id, Int32(chunk.count), &chunk), "H5Pset_chunk", name, file: path)
        let type = try Self.copy(of: kind, path)
        dataset = H5Dcreate2(file, name, type.id, space.id, CHDF5_defaults, creation.id, CHDF5_defaults)
        try HDF5Library.check(dataset, "H5Dcreate2", name, file: path)
    }

    /// Appends whole rows of numbers as they lie in memory; their type is the column's.
    public func append<Element: BitwiseCopyable>(_ elements: [Element]) throws(TensorFileError) {
        guard case .number(let type) = kind else { preconditionFailure("'\(name)' is a column of texts") }
        precondition(MemoryLayout<Element>.stride == type.size, "'\(name)' holds \(type), not \(Element.self)")
        let width = rowShape.reduce(1, *)
        guard width > 0 else { return }
        precondition(elements.count % width == 0, "\(elements.count) elements are no whole rows of \(width)")
        elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
        count += elements.count / width
        if bytes.count >= rowsHeld * width * type.size { try flush() }
    }

    public func append(_ text: String) throws(TensorFileError) {
        guard case .text = kind else { preconditionFailure("'\(name)' is a column of numbers") }
        texts.append(text)
        count += 1
        if texts.count >= rowsHeld { try flush() }
    }

    private func flush() throws(TensorFileError) {
        try HDF5Library.exclusively { () throws(TensorFileError) in try flushHoldingLock() }
    }

    func flushHoldingLock() throws(TensorFileError) {
        guard count > written else { return }
        var lengths = [hsize_t(count)] + rowShape.map { hsize_t($0) }
        try HDF5Library.check(H5Dset_extent(dataset, &lengths), "H5Dset_extent", name, file: path)
        let target = try HDF5Handle(H5Dget_space(dataset), "H5Dget_space", name, file: path, closedBy: H5Sclose)
        var start = [hsize_t(written)] + rowShape.map { _ in hsize_t(0) }
        lengths[0] = hsize_t(count - written)
        try HDF5Library.check(
            H5Sselect_hyperslab(target.id, H5S_SELECT_SET, &start, nil, &lengths, nil), "H5Sselect_hyperslab", name, file: path)
        let source = try HDF5Handle(
            H5Screate_simple(Int32(lengths.count), &lengths, nil), "H5Screate_simple", name, file: path, closedBy: H5Sclose)
        let type = try Self.copy(of: kind, path)
        try HDF5Library.check(write(type.id, source.id, target.id), "H5Dwrite", name, file: path)
        written = count
        bytes.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
    }

    private func write(_ type: hid_t, _ source: hid_t, _ target: hid_t) -> herr_t {
        guard case .text = kind else { return H5Dwrite(dataset, type, source, target, CHDF5_defaults, bytes) }
        // One block of NUL-terminated texts, and a pointer to each.
        var block: [CChar] = []
        let offsets = texts.map { text in
            defer { block += text.utf8.lazy.map { CChar(bitPattern: $0) } + [0] }
            return block.count
        }
        return block.withUnsafeBufferPointer { block in
            let pointers = offsets.map { block.baseAddress! + $0 }
            return H5Dwrite(dataset, type, source, target, CHDF5_defaults, pointers)
        }
    }

    func close() {
        if dataset >= 0 { H5Dclose(dataset) }
        dataset = -1
    }

    private static func copy(of kind: Kind, _ path: String) throws(TensorFileError) -> HDF5Handle {
        guard case .number(let type) = kind else { return try .text(file: path) }
        let native = switch type {
        case .float32: CHDF5_native_float()
        case .float64: CHDF5_native_double()
        case .uint8: CHDF5_native_uint8()
        case .int64: CHDF5_native_int64()
        default: preconditionFailure("HDF5 columns of \(type) are not written")
        }
        return try HDF5Handle(H5Tcopy(native), "H5Tcopy", "a number", file: path, closedBy: H5Tclose)
    }
}
