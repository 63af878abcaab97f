import Foundation
@testable import MetricLearning
import Tensors
import Testing

/// Values that scripts in `Tests/References` made.
enum Golden {
    static func load<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        return try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }
}

struct GoldenTensor: Decodable {
    let shape: [Int]
    let values: [Double]

    var tensor: Tensor { Tensor(shape: shape, values: values.map(Float.init)) }
    /// Vectors are one row.
    var matrix: Matrix { Matrix(rows: shape.count == 1 ? 1 : shape[0], columns: shape[shape.count - 1], values: values.map(Float.init)) }
}

/// Expects every value within `relative` of the reference, measured by the largest reference value.
func expectClose(
    _ values: [Float], _ reference: [Double], relative: Double = 1e-5, _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == reference.count, "\(what)", sourceLocation: sourceLocation)
    let size = max(reference.map(abs).max() ?? 0, 1e-6)
    let worst = zip(values, reference).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(worst <= relative * size, "\(what): off by \(worst) of \(size)", sourceLocation: sourceLocation)
}

/// A matrix of standard normal values.
func normal(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return Matrix(rows: rows, columns: columns, values: (0..<(rows * columns)).map { _ in Float(generator.normal()) })
}

extension [Parameter] {
    subscript(_ name: String) -> Parameter? { first { $0.name == name } }
}

/// Compares an analytic gradient with central differences of a scalar along a few random directions.
///
/// - Parameters:
///   - value: the scalar at a point.
func expectGradient(
    _ gradient: Matrix, at point: Matrix, step: Float = 1e-2, tolerance: Double = 1e-2, _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation, of value: (Matrix) -> Double
) {
    for direction in 0..<4 {
        let along = normal(point.rows, point.columns, seed: 100 + UInt64(direction))
        func moved(_ factor: Float) -> Matrix {
            Matrix(rows: point.rows, columns: point.columns, values: zip(point.values, along.values).map { $0 + factor * $1 })
        }
        let numeric = (value(moved(step)) - value(moved(-step))) / Double(2 * step)
        let analytic = zip(gradient.values, along.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let size = zip(gradient.values, along.values).reduce(0.0) { $0 + abs(Double($1.0) * Double($1.1)) }
        let near = abs(numeric - analytic) <= tolerance * max(size, 1e-3)
        #expect(near, "\(what): \(analytic), numerically \(numeric)", sourceLocation: sourceLocation)
    }
}

/// The inner product of two matrices, in double precision.
func dot(_ a: Matrix, _ b: Matrix) -> Double { zip(a.values, b.values).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
