@testable import Kernels
import Tensors
import Testing

@Suite struct DoubleMatrixTests {
    private let a = DoubleMatrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
    private let b = DoubleMatrix(rows: 3, columns: 2, values: [1, 0, 2, 1, 0, -1])

    @Test func productsByHand() {
        #expect(multiply(a, .asIs, b) == DoubleMatrix(rows: 2, columns: 2, values: [5, -1, 14, -1]))
        #expect(multiply(a, .transposed, a).values == [17, 22, 27, 22, 29, 36, 27, 36, 45])
        #expect(multiply(b, .transposed, a, .transposed).values == [5, 14, -1, -1])
        #expect(multiply(a, .asIs, a, .transposed).values == [14, 32, 32, 77])
    }

    @Test func productsAddUp() {
        var c = DoubleMatrix(rows: 2, columns: 2, repeating: 1)
        multiply(a, .asIs, b, addingTo: &c, scale: 2)
        #expect(c.values == [11, -1, 29, -1])
    }

    @Test func nothingTimesSomething() {
        #expect(multiply(DoubleMatrix(rows: 2, columns: 0), .asIs, DoubleMatrix(rows: 0, columns: 3)) == DoubleMatrix(rows: 2, columns: 3))
    }

    @Test func singlePrecisionThereAndBack() {
        let matrix = Matrix([[1.5, -2], [0.25, 8]])
        #expect(DoubleMatrix(matrix).single == matrix && DoubleMatrix(matrix)[1, 0] == 0.25)
    }
}
