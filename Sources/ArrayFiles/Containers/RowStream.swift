import Tensors

/// An array of a file that is read row by row, so that memory holds no more than what is asked for.
public protocol RowStream: AnyObject {
    /// `[N, ...]`: at least one axis.
    var shape: [Int] { get }

    /// The next `count` rows, of shape `[count, ...]`; no more than are left.
    ///
    /// - Throws: ``TensorFileError`` as reading the whole array does.
    func next(_ count: Int) throws(TensorFileError) -> StoredArray

    /// The next `count` rows in double precision, for times: their values in C order.
    ///
    /// - Throws: as ``next(_:)``; unsupported for texts.
    func nextDoubles(_ count: Int) throws(TensorFileError) -> [Double]
}

/// Rows of an array that is in memory.
final class HeldRows: RowStream {
    private let array: StoredArray
    private var position = 0

    init(_ array: StoredArray) { self.array = array }

    var shape: [Int] { array.shape }

    func next(_ count: Int) throws(TensorFileError) -> StoredArray {
        defer { position += count }
        return array.rows(position..<(position + count))
    }

    func nextDoubles(_ count: Int) throws(TensorFileError) -> [Double] { try next(count).doubles }
}

extension StoredArray {
    /// Some rows along the first axis.
    func rows(_ rows: Range<Int>) -> StoredArray {
        let width = shape.dropFirst().reduce(1, *)
        let part = (rows.lowerBound * width)..<(rows.upperBound * width)
        let shape = [rows.count] + self.shape.dropFirst()
        return switch self {
        case .floats(let tensor): .floats(Tensor(shape: shape, values: Array(tensor.values[part])))
        case .integers(let tensor): .integers(IntegerTensor(shape: shape, values: Array(tensor.values[part])))
        case .texts(_, let values): .texts(shape: shape, values: Array(values[part]))
        }
    }

    /// Numbers in double precision; empty for texts.
    var doubles: [Double] {
        switch self {
        case .floats(let tensor): tensor.values.map(Double.init)
        case .integers(let tensor): tensor.values.map(Double.init)
        case .texts: []
        }
    }
}
