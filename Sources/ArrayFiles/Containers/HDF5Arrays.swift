/// An HDF5 file's datasets.
struct HDF5Arrays: ArrayFile {
    let path: String
    let metadata: [String: String]
    let names: [String]
    private let file: HDF5File

    init(_ path: String) throws(TensorFileError) {
        self.path = path
        file = try HDF5File(path)
        names = try file.datasetNames()
        metadata = try file.attributes()
    }

    func shape(of name: String) throws(TensorFileError) -> [Int] { try file.shape(of: name) }
    func kind(of name: String) throws(TensorFileError) -> StoredKind { try file.kind(of: name) }
    func read(_ name: String) throws(TensorFileError) -> StoredArray { try file.read(name) }

    func rows(of name: String) throws(TensorFileError) -> any RowStream {
        let shape = try file.shape(of: name)
        try expectRows(shape, name, file: path)
        return HDF5Rows(file: file, name: name, shape: shape)
    }
}

private final class HDF5Rows: RowStream {
    let shape: [Int]
    private let file: HDF5File
    private let name: String
    private let width: Int
    private var position = 0
    /// Rows read ahead: a dataset's chunks are read and unpacked as a whole, so single rows of them would cost a chunk each.
    private var block: (rows: Range<Int>, values: StoredArray)?
    private var doubleBlock: (rows: Range<Int>, values: [Double])?

    init(file: HDF5File, name: String, shape: [Int]) {
        (self.file, self.name, self.shape) = (file, name, shape)
        // The file is checked to hold the shape before anything is read, but a hostile one must not overflow here.
        width = max(1, elementCount(shape: Array(shape.dropFirst())) ?? Int.max)
    }

    func next(_ count: Int) throws(TensorFileError) -> StoredArray {
        let wanted = advance(count)
        if let block, contains(block.rows, wanted) { return block.values.rows(offset(wanted, in: block.rows)) }
        let ahead = reading(wanted)
        let values = try file.read(name, rows: ahead)
        block = (ahead, values)
        return values.rows(offset(wanted, in: ahead))
    }

    func nextDoubles(_ count: Int) throws(TensorFileError) -> [Double] {
        let wanted = advance(count)
        if doubleBlock.map({ !contains($0.rows, wanted) }) ?? true {
            let ahead = reading(wanted)
            doubleBlock = (ahead, try file.readDoubles(name, rows: ahead))
        }
        guard let doubleBlock else { return [] }
        let part = offset(wanted, in: doubleBlock.rows)
        return Array(doubleBlock.values[(part.lowerBound * width)..<(part.upperBound * width)])
    }

    private func advance(_ count: Int) -> Range<Int> {
        defer { position += count }
        return position..<(position + count)
    }

    /// The wanted rows and those behind them: about a million values, or some thousand texts.
    private func reading(_ wanted: Range<Int>) -> Range<Int> {
        wanted.lowerBound..<min(shape[0], max(wanted.upperBound, wanted.lowerBound + (1 << 20) / max(width, 64)))
    }

    private func contains(_ block: Range<Int>, _ wanted: Range<Int>) -> Bool {
        block.lowerBound <= wanted.lowerBound && wanted.upperBound <= block.upperBound
    }

    private func offset(_ wanted: Range<Int>, in block: Range<Int>) -> Range<Int> {
        (wanted.lowerBound - block.lowerBound)..<(wanted.upperBound - block.lowerBound)
    }
}
