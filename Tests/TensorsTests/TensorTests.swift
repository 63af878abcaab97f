import Tensors
import Testing

@Suite struct TensorTests {
    @Test func aMatrixGoesToATensorAndBack() throws {
        let matrix = Matrix([[1, 2, 3], [4, 5, 6]])
        let tensor = Tensor(matrix)
        #expect(tensor.shape == [2, 3])
        #expect(Matrix(tensor) == matrix)
    }

    @Test func lowRanksBecomeRowsAndHighOnesNothing() {
        #expect(Matrix(Tensor(shape: [], values: [7])) == Matrix([[7]]))
        #expect(Matrix(Tensor(shape: [3], values: [1, 2, 3])) == Matrix([[1, 2, 3]]))
        #expect(Matrix(Tensor(shape: [1, 1, 3], values: [1, 2, 3])) == nil)
    }

    @Test func aWrongCountIsAProgrammersMistake() async {
        await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 3], values: [1]) }
    }
}
