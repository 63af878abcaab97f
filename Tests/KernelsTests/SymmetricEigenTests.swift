import Kernels
import Testing

@Suite struct SymmetricEigenTests {
    static let matrix: [Double] = {
        let values = pattern(36, first: 301).map(Double.init)
        return (0..<36).map { (index: Int) -> Double in
            let mirrored = index % 6 * 6 + index / 6
            return (values[index] + values[mirrored]) / 2
        }
    }()

    @Test func valuesAgreeWithNumPy() throws {
        let eigen = try SymmetricEigen(Self.matrix, order: 6)
        for (value, golden) in zip(eigen.values, Golden.kernels.eigenvalues) { #expect(abs(value - golden) < 1e-7) }
    }

    @Test func vectorsAreOrthonormalAndScaledByTheirValues() throws {
        let eigen = try SymmetricEigen(Self.matrix, order: 6)
        for i in 0..<6 {
            let v = eigen.vectors[(i * 6)..<(i * 6 + 6)]
            for row in 0..<6 {
                let image = zip(Self.matrix[(row * 6)..<(row * 6 + 6)], v).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(image - eigen.values[i] * v[v.startIndex + row]) < 1e-12)
            }
            for j in 0..<6 {
                let product = zip(v, eigen.vectors[(j * 6)..<(j * 6 + 6)]).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
            }
        }
    }
}
