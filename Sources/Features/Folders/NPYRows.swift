import ArrayFiles
import Clips
import Tensors

/// One modality of a clip as an npy file: T x D, float32 or uint8.
enum NPYRows {
    static func file(_ rows: ClipRows) -> [UInt8] {
        switch rows.values {
        case .floats(let values): NPY.file(of: .float32, shape: [rows.rows, rows.columns], values)
        case .codes(let values): NPY.file(of: .uint8, shape: [rows.rows, rows.columns], values)
        }
    }

    /// - Parameter areCodes: whether whole numbers are codes; for nil, bytes are.
    /// - Throws: `TensorFileError`; ``FeatureError/malformed(file:item:problem:)`` for an empty array or one of another rank.
    static func rows(_ array: StoredArray, areCodes: Bool?, file: String) throws -> ClipRows {
        // One vector for the whole clip is how some tools squeeze a single row.
        let shape = array.shape.count == 1 ? [1] + array.shape : array.shape
        guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
            throw FeatureError.malformed(file: file, item: "array", problem: "has shape \(array.shape); expected [rows, width], neither of them 0")
        }
        if case .integers(let tensor) = array, areCodes ?? true, tensor.values.allSatisfy({ (0...255).contains($0) }) {
            return ClipRows(rows: shape[0], columns: shape[1], values: .codes(tensor.values.map(UInt8.init)), times: [])
        }
        guard let floats = array.asFloats else { throw FeatureError.malformed(file: file, item: "array", problem: "holds texts, expected numbers") }
        return ClipRows(rows: shape[0], columns: shape[1], values: .floats(floats.values), times: [])
    }
}
