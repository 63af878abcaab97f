/// A safetensors file in memory as it lies on disk: a tensor's pages are read when it is asked for, and nothing is copied.
///
/// For weights, which are large, read once and then packed by the networks. See ``MappedFile`` for what a file does that is
/// shortened meanwhile; ``Safetensors/read(_:)`` is for files that may be.
public final class MappedSafetensors: WeightSource {
    public let metadata: [String: String]
    private let file: MappedFile
    private let entries: [String: SafetensorsHeader.Entry]
    private let dataOffset: Int

    /// Reads and checks the header.
    ///
    /// - Throws: as ``Safetensors/readHeader(_:)``.
    public init(_ path: String) throws(TensorFileError) {
        let header = try Safetensors.readHeader(path)
        file = try MappedFile(path)
        guard file.size == header.fileSize else { throw .inaccessible(file: path, reason: "changed while it was opened") }
        metadata = header.metadata
        dataOffset = header.dataOffset
        entries = Dictionary(header.entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public var names: [String] { entries.keys.sorted() }

    public func floatShape(of name: String) -> [Int]? { entry(name)?.shape }

    public func withValues<Result>(of name: String, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result? {
        guard let entry = entry(name) else { return nil }
        return file.withBytes((dataOffset + entry.range.lowerBound)..<(dataOffset + entry.range.upperBound)) { bytes in
            let isAligned = UInt(bitPattern: bytes.baseAddress) % UInt(MemoryLayout<Float>.alignment) == 0
            // As it stands in memory: every machine we run on is little-endian.
            if entry.elementType == .float32, isAligned { return body(bytes.bindMemory(to: Float.self)) }
            return entry.elementType.floats(bytes).withUnsafeBufferPointer(body)
        }
    }

    private func entry(_ name: String) -> SafetensorsHeader.Entry? {
        entries[name].flatMap { $0.elementType.isFloatingPoint ? $0 : nil }
    }
}
