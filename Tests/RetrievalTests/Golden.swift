import Foundation
import Tensors

/// Values that scripts in `Tests/References` made.
enum Golden {
    static func load<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        return try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }
}

struct GoldenMatrix: Decodable {
    let rows: Int
    let columns: Int
    let values: [Float]

    var matrix: Matrix { Matrix(rows: rows, columns: columns, values: values) }
}
