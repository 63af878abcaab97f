import ArrayFiles
import Clips
import Tensors

/// Reads one modality's rows of an ``ArrayPart``, clip by clip.
///
/// Arrays are `[N, D]`, `[N, T, D]`, or `[sum of rows, D]` with `<modality>_offsets` `[N + 1]`.
final class ArrayFeatures {
    let count: Int
    let width: Int
    let hasSegments: Bool
    private let name: String
    private let path: String
    private let values: any RowStream
    private let areCodes: Bool
    private let rowCounts: (any RowStream)?
    private let times: (any RowStream)?
    private let offsets: (any RowStream)?
    private var offset: Int64 = 0

    init(_ name: String, _ modality: Modality, _ part: ArrayPart, of file: any ArrayFile, areCodes: Bool) throws {
        func stream(_ what: String) throws -> (any RowStream)? {
            let name = "\(modality.rawValue)_\(what)\(part.suffix)"
            return file.names.contains(name) ? try file.rows(of: name) : nil
        }
        (self.name, self.path, self.areCodes) = (name, file.path, areCodes)
        values = try file.rows(of: name)
        let shape = values.shape
        offsets = part.isStacked ? try stream("offsets") : nil
        guard shape.count == 2 || (shape.count == 3 && offsets == nil), shape.dropFirst().allSatisfy({ $0 > 0 }), let width = shape.last else {
            throw TensorFileError.wrongShape(file: file.path, array: name, expected: "[clips, width] or [clips, rows, width]", found: shape)
        }
        self.width = width
        hasSegments = shape.count == 3 || offsets != nil
        rowCounts = hasSegments ? try stream("rows") : nil
        times = hasSegments ? try stream("times") : nil
        count = offsets.map { $0.shape[0] - 1 } ?? shape[0]
        if offsets != nil { offset = try wholeNumber(offsets, "offsets") }
        guard offset == 0 else { throw failure("\(modality.rawValue)_offsets begins with \(offset), not with 0") }
    }

    func next() throws -> ClipRows {
        let (stored, real) = try rowNumbers()
        let array = try values.next(offsets == nil ? 1 : stored)
        let stamps = try times?.nextDoubles(offsets == nil ? 1 : stored)
        let intervals = stamps.flatMap { stamps -> [Interval]? in
            guard stamps.count == 2 * stored, stamps.prefix(2 * real).allSatisfy(\.isFinite) else { return nil }
            return (0..<real).map { Interval(start: stamps[2 * $0], end: stamps[2 * $0 + 1]) }
        } ?? []
        let whole: ClipRows
        switch array {
        case .integers(let tensor) where areCodes:
            guard tensor.values.allSatisfy({ (0...255).contains($0) }) else { throw failure("is described as codes, and has some outside 0 to 255") }
            whole = ClipRows(rows: stored, columns: width, values: .codes(tensor.values.map(UInt8.init)), times: [])
        case .floats, .integers:
            whole = ClipRows(rows: stored, columns: width, values: .floats(array.asFloats?.values ?? []), times: [])
        case .texts: throw failure("holds texts, expected numbers")
        }
        var rows = whole.prefix(real)
        rows.times = intervals
        return rows
    }

    /// How many rows are stored for the next clip, and how many of them are real.
    private func rowNumbers() throws -> (stored: Int, real: Int) {
        var stored = values.shape.count == 3 ? values.shape[1] : 1
        if offsets != nil {
            let end = try wholeNumber(offsets, "offsets")
            guard end > offset, end <= values.shape[0] else { throw failure("its offsets go from \(offset) to \(end), of \(values.shape[0]) rows") }
            defer { offset = end }
            stored = Int(end - offset)
        }
        guard rowCounts != nil else { return (stored, stored) }
        let real = try wholeNumber(rowCounts, "rows")
        guard (1...Int64(stored)).contains(real) else { throw failure("a clip is said to have \(real) rows, of \(stored)") }
        return (stored, Int(real))
    }

    private func wholeNumber(_ stream: (any RowStream)?, _ what: String) throws -> Int64 {
        guard case .integers(let tensor)? = try stream?.next(1), tensor.values.count == 1 else { throw failure("its \(what) are no column of whole numbers") }
        return tensor.values[0]
    }

    private func failure(_ problem: String) -> FeatureError { .malformed(file: path, item: name, problem: problem) }
}
