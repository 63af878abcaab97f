@testable import Kernels
import Testing

@Suite struct DoubleProductTests {
    /// Whole numbers, so that every order of summation gives the same.
    @Test(arguments: [(1, 1, 1), (3, 5, 4), (40, 33, 64)]) func agreesWithLoops(m: Int, n: Int, width: Int) {
        let a = (0..<(m * width)).map { Double($0 % 7 - 3) }, b = (0..<(n * width)).map { Double($0 % 5 - 2) }
        var c = [Double](repeating: .nan, count: m * n)
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                c.withUnsafeMutableBufferPointer { multiplyByTransposed(a, b, width: width, into: $0) }
            }
        }
        for row in 0..<m {
            for column in 0..<n {
                #expect(c[row * n + column] == (0..<width).reduce(0) { $0 + a[row * width + $1] * b[column * width + $1] })
            }
        }
    }
}
