import Foundation

/// An array that grows row by row in a temporary file, until it is known how many rows it has and where it belongs.
///
/// The file has no name once it is of no use: it goes with the spool.
public final class ArraySpool {
    public let type: ElementType
    public private(set) var count = 0
    let path: String
    private let rowShape: [Int]
    private let descriptor: Int32   // owned; closed in deinit, which removes the file
    private var buffer: [UInt8] = []

    /// - Parameters:
    ///   - path: of the output file; the spool lies beside it.
    ///   - type: float32, float64, uint8 or int64.
    /// - Throws: ``TensorFileError/inaccessible(file:reason:)``, as all calls here.
    public init(beside path: String, of type: ElementType, rowShape: [Int]) throws(TensorFileError) {
        var template = Array("\(path).XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .inaccessible(file: path, reason: "cannot be written: \(systemReason())") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.type = type
        self.rowShape = rowShape
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// `[rows, ...]`.
    public var shape: [Int] { [count] + rowShape }

    /// Appends whole rows as they lie in memory.
    public func append<Element: BitwiseCopyable>(_ elements: [Element]) throws(TensorFileError) {
        precondition(MemoryLayout<Element>.stride == type.size, "the spool holds \(type), not \(Element.self)")
        let width = max(1, rowShape.reduce(1, *))
        precondition(elements.count % width == 0, "\(elements.count) elements are no whole rows of \(width)")
        elements.withUnsafeBytes { buffer.append(contentsOf: $0) }
        count += elements.count / width
        if buffer.count >= 1 << 20 { try flush() }
    }

    func flush() throws(TensorFileError) {
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .inaccessible(file: path, reason: "cannot be written: \(systemReason())") }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
