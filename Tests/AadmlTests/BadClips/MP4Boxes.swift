/// Surgery on an mp4 whose `moov` stands behind its data, so that no offset moves.
///
/// Source: ISO/IEC 14496-12, 4.2 (a box is its size, four letters and its content).
enum MP4Boxes {
    /// The boxes a piece of a file consists of, each with its header.
    static func split(_ bytes: [UInt8]) -> [[UInt8]] {
        var boxes: [[UInt8]] = []
        var offset = 0
        while offset + 8 <= bytes.count {
            let size = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            guard size >= 8, offset + size <= bytes.count else { break }
            boxes.append(Array(bytes[offset..<offset + size]))
            offset += size
        }
        return boxes
    }

    static func name(_ box: [UInt8]) -> String { String(decoding: box[4..<8], as: UTF8.self) }

    static func box(_ name: String, _ content: [UInt8]) -> [UInt8] { [UInt8](bigEndian: UInt32(content.count + 8)) + Array(name.utf8) + content }

    static func without(_ unwanted: String, _ file: [UInt8]) -> [UInt8] { split(file).filter { name($0) != unwanted }.flatMap(\.self) }

    /// Changes the content of every box at `path`.
    static func changing(_ path: [String], in bytes: [UInt8], _ change: ([UInt8]) -> [UInt8]) -> [UInt8] {
        guard let first = path.first else { return change(bytes) }
        return split(bytes).flatMap { each -> [UInt8] in
            guard name(each) == first else { return each }
            let content = Array(each[8...]), fixed = Array(content.prefix(fixedBytes[first] ?? 0))
            let inner = path.count == 1 ? change(content) : fixed + changing(Array(path.dropFirst()), in: Array(content.dropFirst(fixed.count)), change)
            return box(first, inner)
        }
    }

    /// Bytes before the boxes inside a box.
    private static let fixedBytes = ["stsd": 8, "avc1": 78, "mp4v": 78, "dref": 8]

    /// The boxes of the sample table of every track.
    static func table(_ box: String) -> [String] { ["moov", "trak", "mdia", "minf", "stbl", box] }

    /// A file without its data, whose tracks say with this reference where their samples are.
    static func referring(_ file: [UInt8], by reference: [UInt8]) -> [UInt8] {
        changing(["moov", "trak", "mdia", "minf", "dinf", "dref"], in: without("mdat", file)) { Array($0.prefix(8)) + reference }
    }

    /// A file with each track several times over.
    static func multiplyingTracks(_ file: [UInt8], by count: Int) -> [UInt8] {
        changing(["moov"], in: file) { moov in
            let boxes = split(moov), tracks = boxes.filter { name($0) == "trak" }
            var number: UInt32 = 100
            let copies = (1..<count).flatMap { _ in tracks }.map { track -> [UInt8] in
                number += 1
                return changing(["trak", "tkhd"], in: track) { $0.replacing(at: 12, with: [UInt8](bigEndian: number)) }
            }
            return (boxes + copies).flatMap(\.self)
        }
    }
}
