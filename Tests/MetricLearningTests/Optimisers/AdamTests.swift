@testable import MetricLearning
import Tensors
import Testing

/// Against torch.optim.Adam over 50 steps; `metric_layers.py` made the values.
@Suite struct AdamTests {
    struct Path: Decodable { let step: Int; let value: GoldenTensor }
    struct Run: Decodable { let rate: Double; let scale: GoldenTensor, target: GoldenTensor, start: GoldenTensor; let path: [Path] }
    struct File: Decodable { let adam: Run }

    @Test func followsTheReference() throws {
        let golden = try Golden.load("layers.json", as: File.self).adam
        let parameter = Parameter(name: "p", shape: golden.start.shape, value: golden.start.matrix)
        var adam = Adam([parameter])
        for step in 1...50 {
            for index in parameter.value.values.indices {
                parameter.gradient.values[index] =
                    Float(golden.scale.values[index] * (Double(parameter.value.values[index]) - golden.target.values[index]))
            }
            adam.update(rate: golden.rate)
            if let point = golden.path.first(where: { $0.step == step }) {
                expectClose(parameter.value.values, point.value.values, "step \(step)")
            }
        }
    }

    @Test func largeParametersMoveLikeSmallOnes() {
        // Over the size at which work is split among cores.
        let count = (1 << 19) + 3
        let large = Parameter(name: "large", zeros: count), small = Parameter(name: "small", zeros: 1)
        var adam = Adam([large, small])
        for gradient in [Float(0.5), -2] {
            large.gradient = Matrix(rows: 1, columns: count, repeating: gradient)
            small.gradient = Matrix(rows: 1, columns: 1, repeating: gradient)
            adam.update(rate: 0.1)
        }
        #expect(large.value.values.allSatisfy { $0 == small.value.values[0] } && small.value.values[0] != 0)
    }
}
