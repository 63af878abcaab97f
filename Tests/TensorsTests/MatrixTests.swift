import Tensors
import Testing

@Suite struct MatrixTests {
    let matrix = Matrix([[1, 2, 3], [4, 5, 6]])

    @Test func elementsAreRowMajor() {
        #expect(matrix.values == [1, 2, 3, 4, 5, 6])
        #expect((matrix.rows, matrix.columns) == (2, 3))
        #expect(matrix[1, 0] == 4)
        #expect(Array(matrix.row(1)) == [4, 5, 6])
    }

    @Test func oneElementIsChanged() {
        var changed = matrix
        changed[0, 2] = 9
        #expect(changed.values == [1, 2, 9, 4, 5, 6])
        #expect(matrix[0, 2] == 3)
    }

    @Test func rowsAreGatheredInOrderAndRepeatedly() {
        #expect(matrix.gathering(rows: [1, 0, 1]) == Matrix([[4, 5, 6], [1, 2, 3], [4, 5, 6]]))
        #expect(matrix.gathering(rows: []) == Matrix(rows: 0, columns: 3))
    }

    @Test func transposingTwiceIsNothing() {
        #expect(matrix.transposed() == Matrix([[1, 4], [2, 5], [3, 6]]))
        #expect(matrix.transposed().transposed() == matrix)
        #expect(Matrix(rows: 0, columns: 4).transposed() == Matrix(rows: 4, columns: 0))
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity]) func oneBadElementMakesItNotFinite(value: Float) {
        var broken = matrix
        #expect(broken.isFinite)
        broken[1, 2] = value
        #expect(!broken.isFinite)
    }

    @Test func emptyAndFilledMatrices() {
        #expect(Matrix([]) == Matrix(rows: 0, columns: 0))
        #expect(Matrix(rows: 2, columns: 2, repeating: 3).values == [3, 3, 3, 3])
    }

    @Test func aWrongCountIsAProgrammersMistake() async {
        await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 2, values: [1, 2, 3]) }
        await #expect(processExitsWith: .failure) { _ = Matrix([[1, 2], [3]]) }
    }
}
