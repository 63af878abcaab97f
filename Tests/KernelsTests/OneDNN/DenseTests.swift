import Kernels
import Testing

@Suite struct DenseTests {
    /// x w^T + b by hand.
    @Test func multipliesAddsAndClips() throws {
        let kernel = try CompiledKernel.dense(
            DenseShape(rows: 2, inputs: 3, outputs: 2), weights: [1, 2, 3, -1, 0, 1], bias: [0.5, -1], relu: true, element: .float32,
            output: .float32, name: "dense")
        #expect(try run(kernel, [1, 1, 1, 0, 2, -1], count: 4) == [6.5, 0, 1.5, 0])
    }

    @Test func aRowHasTheSameBitsInEverySlot() throws {
        let (rows, inputs, outputs) = (10, 300, 70)
        let kernel = try CompiledKernel.dense(
            DenseShape(rows: rows, inputs: inputs, outputs: outputs), weights: pattern(inputs * outputs, first: 1),
            bias: pattern(outputs, first: 7), relu: false, element: .float32, output: .float32, name: "dense")
        let row = pattern(inputs, first: 50_000)
        var seen: Set<[Float]> = []
        for slot in 0..<rows {
            var input = pattern(rows * inputs, first: 60_000 + slot)
            input.replaceSubrange((slot * inputs)..<((slot + 1) * inputs), with: row)
            seen.insert(Array(try run(kernel, input, count: rows * outputs)[(slot * outputs)..<((slot + 1) * outputs)]))
        }
        #expect(seen.count == 1)
    }
}
