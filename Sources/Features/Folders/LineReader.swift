import Foundation

/// Lines of a text file, one after the other, in bounded memory.
final class LineReader {
    /// A line beyond this is no text.
    private static let longest = 64 << 20

    private let path: String
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 0

    init(_ path: String) throws {
        self.path = path
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw FeatureError.malformed(file: path, item: "the file", problem: "cannot be opened: \(String(cString: strerror(errno)))")
        }
        self.file = file
    }

    deinit { try? file.close() }

    /// The next line that is not empty, without its end, and its number; nil at the end.
    func next() throws -> (number: Int, text: String)? {
        while let bytes = try line() {
            number += 1
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw FeatureError.malformed(file: path, item: "line \(number)", problem: "is not UTF-8")
            }
            if !text.isEmpty { return (number, text) }
        }
        return nil
    }

    private func line() throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            searched = buffer.count - start
            buffer.removeFirst(start)
            start = 0
            guard buffer.count < Self.longest else {
                throw FeatureError.malformed(file: path, item: "line \(number + 1)", problem: "has more than \(Self.longest) bytes")
            }
            guard let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty else {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : buffer
            }
            buffer += piece
        }
    }
}
