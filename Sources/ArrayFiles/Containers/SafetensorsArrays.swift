/// A safetensors file's tensors.
struct SafetensorsArrays: ArrayFile {
    let path: String
    private let file: InputFile
    private let header: SafetensorsHeader

    init(_ path: String) throws(TensorFileError) {
        self.path = path
        file = try InputFile(path)
        header = try SafetensorsHeader(of: file)
    }

    var metadata: [String: String] { header.metadata }
    var names: [String] { header.entries.map(\.name).sorted() }

    func shape(of name: String) throws(TensorFileError) -> [Int] { try entry(name).shape }

    func kind(of name: String) throws(TensorFileError) -> StoredKind { StoredKind(try entry(name).elementType) }

    func read(_ name: String) throws(TensorFileError) -> StoredArray {
        let entry = try entry(name)
        return try Safetensors.read(entry, shape: entry.shape, bytes: entry.range, header, file)
    }

    func rows(of name: String) throws(TensorFileError) -> any RowStream {
        let entry = try entry(name)
        try expectRows(entry.shape, name, file: path)
        return SafetensorsRows(entry: entry, header: header, file: file)
    }

    private func entry(_ name: String) throws(TensorFileError) -> SafetensorsHeader.Entry {
        guard let entry = header.entries.first(where: { $0.name == name }) else { throw .noSuchArray(file: path, name: name, found: names) }
        return entry
    }
}

private final class SafetensorsRows: RowStream {
    private let entry: SafetensorsHeader.Entry
    private let header: SafetensorsHeader
    private let file: InputFile
    private var position = 0

    init(entry: SafetensorsHeader.Entry, header: SafetensorsHeader, file: InputFile) {
        (self.entry, self.header, self.file) = (entry, header, file)
    }

    var shape: [Int] { entry.shape }

    func nextDoubles(_ count: Int) throws(TensorFileError) -> [Double] {
        guard entry.elementType == .float64 else { return try next(count).doubles }
        let (_, bytes) = advance(count)
        return try file.array(of: Double.self, at: header.dataOffset + bytes.lowerBound, count: bytes.count / 8)
    }

    func next(_ count: Int) throws(TensorFileError) -> StoredArray {
        let (shape, bytes) = advance(count)
        return try Safetensors.read(entry, shape: shape, bytes: bytes, header, file)
    }

    private func advance(_ count: Int) -> (shape: [Int], bytes: Range<Int>) {
        let rowBytes = entry.shape[0] > 0 ? entry.range.count / entry.shape[0] : 0
        let start = entry.range.lowerBound + position * rowBytes
        position += count
        return ([count] + entry.shape.dropFirst(), start..<(start + count * rowBytes))
    }
}
