import Kernels
import Testing

@Suite struct SingularValuesTests {
    static let tall = pattern(54, first: 201).map(Double.init)

    @Test func agreeWithNumPy() throws {
        let svd = try SingularValueDecomposition(Self.tall, rows: 9, columns: 6)
        #expect(svd.values.count == 6)
        for (value, golden) in zip(svd.values, Golden.kernels.singularValues) { #expect(abs(value - golden) < 1e-7) }
    }

    @Test(arguments: [(9, 6), (6, 9)]) func factorsMultiplyToTheMatrix(rows: Int, columns: Int) throws {
        let svd = try SingularValueDecomposition(Self.tall, rows: rows, columns: columns)
        let k = svd.values.count
        for r in 0..<rows {
            for c in 0..<columns {
                let sum = (0..<k).reduce(0.0) { $0 + svd.left[r * k + $1] * svd.values[$1] * svd.right[$1 * columns + c] }
                #expect(abs(sum - Self.tall[r * columns + c]) < 1e-12)
            }
        }
    }

    @Test func refusesNotANumber() {
        var broken = Self.tall
        broken[3] = .nan
        #expect(throws: KernelError.self) { try SingularValueDecomposition(broken, rows: 9, columns: 6) }
    }
}
