@testable import Kernels
import Tensors
import Testing

@Suite struct PackedProductTests {
    /// Against sums in double precision; sizes that no vector divides.
    @Test(arguments: [(1, 1, 1), (32, 131, 64), (7, 33, 5)]) func isAProductWithTheTransposed(group: Int, rows: Int, width: Int) {
        var generator = SeededGenerator(seed: UInt64(rows))
        func random(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.normal()) } }
        let a = random(group * width), b = random(rows * width)
        let worker = PackedProduct.Worker(PackedProduct(b, width: width, group: group))
        var c = [Float](repeating: .nan, count: group * rows)
        c.withUnsafeMutableBufferPointer { worker.multiply(a, into: $0.baseAddress!) }
        for row in 0..<group {
            for column in 0..<rows {
                let terms = (0..<width).map { Double(a[row * width + $0]) * Double(b[column * width + $0]) }
                let tolerance = Double(width + 1) * 0x1p-24 * terms.reduce(0) { $0 + abs($1) }
                #expect(abs(Double(c[row * rows + column]) - terms.reduce(0, +)) <= tolerance)
            }
        }
    }
}
