@testable import MetricLearning
import Tensors
import Testing

/// Against torch.nn.MultiheadAttention; `metric_layers.py` made the values.
@Suite struct NeighbourAttentionTests {
    struct Attention: Decodable {
        let heads: Int
        let lists: [[Int]]
        let input: GoldenTensor, upstream: GoldenTensor, output: GoldenTensor, inputGradient: GoldenTensor
        let parameters: [String: GoldenTensor], gradients: [String: GoldenTensor]
    }
    struct File: Decodable { let attention: Attention }

    @Test func multiHeadAttentionAndItsGradients() throws {
        let golden = try Golden.load("layers.json", as: File.self).attention
        let input = golden.input.matrix
        let proxy = AttentionProxy(ProxySettings(combine: .residual, heads: golden.heads), width: input.columns, name: "p", seed: 0)
        for parameter in proxy.parameters {
            let value = try #require(golden.parameters[String(parameter.name.dropFirst(2))])
            #expect(parameter.shape == value.shape)
            parameter.value = value.matrix
        }
        // The residual is the input itself, and its gradient the upstream one.
        let output = proxy.forward(input) { Neighbourhood(rows: input, lists: NeighbourLists(golden.lists)) }
        expectClose(output.values, zip(golden.output.values, golden.input.values).map { $0 + $1 }, "output")
        let gradient = proxy.backward(golden.upstream.matrix)
        expectClose(gradient.values, zip(golden.inputGradient.values, golden.upstream.values).map { $0 + $1 }, "input gradient")
        for parameter in proxy.parameters {
            // The keys' bias moves all scores of a row alike, so its true gradient is 0: compared with the whole vector's size.
            expectClose(parameter.gradient.values, golden.gradients[String(parameter.name.dropFirst(2))]?.values ?? [], parameter.name)
        }
    }
}
