import Kernels
import Tensors
import Testing

@Suite struct MatrixProductTests {
    let a = Matrix(rows: 5, columns: 7, values: pattern(35, first: 1))
    let b = Matrix(rows: 7, columns: 4, values: pattern(28, first: 101))

    @Test func agreesWithNumPy() {
        let product = multiply(a, .asIs, b)
        #expect(product.rows == 5 && product.columns == 4)
        for (value, golden) in zip(product.values, Golden.kernels.product) { #expect(abs(Double(value) - golden) < 1e-5) }
    }

    @Test func transposedOperandsGiveTheSameProduct() {
        let plain = multiply(a, .asIs, b)
        for product in [
            multiply(a.transposed(), .transposed, b), multiply(a, .asIs, b.transposed(), .transposed),
            multiply(a.transposed(), .transposed, b.transposed(), .transposed),
        ] {
            #expect(zip(product.values, plain.values).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    @Test func scalesAndKeeps() {
        var c = Matrix(rows: 5, columns: 4, repeating: 1)
        multiply(a, .asIs, b, into: &c, scale: 2, keep: 3)
        for (value, golden) in zip(c.values, Golden.kernels.product) { #expect(abs(Double(value) - (2 * golden + 3)) < 1e-5) }
    }

    @Test func withoutInnerDimensionOnlyWhatIsKeptRemains() {
        var c = Matrix(rows: 2, columns: 2, repeating: 4)
        multiply(Matrix(rows: 2, columns: 0), .asIs, Matrix(rows: 0, columns: 2), into: &c, keep: 0.5)
        #expect(c.values == [2, 2, 2, 2])
    }
}
