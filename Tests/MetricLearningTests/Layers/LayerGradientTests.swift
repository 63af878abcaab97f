import Foundation
@testable import MetricLearning
import Tensors
import Testing

/// Every layer's backward pass against differences of its forward pass.
@Suite struct LayerGradientTests {
    private let upstream = normal(5, 4, seed: 9)

    @Test func linear() {
        let x = normal(5, 3, seed: 1)
        let layer = Linear(name: "layer", inputs: 3, outputs: 4, bound: 1, seed: 1)
        layer.bias.value = normal(1, 4, seed: 2)
        layer.accumulate(input: x, gradient: upstream)
        var dx = Matrix(rows: 5, columns: 3, repeating: 1)
        layer.inputGradient(upstream, into: &dx)
        expectGradient(dx, at: x, tolerance: 1e-3, "input") { dot(layer.forward($0), upstream) }
        for parameter in layer.parameters {
            expectGradient(parameter.gradient, at: parameter.value, tolerance: 1e-3, parameter.name) {
                let kept = parameter.value
                defer { parameter.value = kept }
                parameter.value = $0
                return dot(layer.forward(x), upstream)
            }
        }
    }

    @Test func linearAddsUpGradients() {
        let x = normal(5, 3, seed: 1)
        let layer = Linear(name: "layer", inputs: 3, outputs: 4, bound: 1, seed: 1)
        layer.accumulate(input: x, gradient: upstream)
        let once = layer.weight.gradient
        layer.accumulate(input: x, gradient: upstream)
        expectClose(layer.weight.gradient.values, once.values.map { 2 * Double($0) })
    }

    @Test func rectifier() {
        var y = Matrix([[-1, 0, 2], [3, -4, 0.5]])
        Rectifier.forward(&y)
        #expect(y == Matrix([[0, 0, 2], [3, 0, 0.5]]))
    }

    @Test(arguments: [3, 21]) func hiddenActivation(columns: Int) {
        let products = normal(5, columns, seed: 11), bias = normal(1, columns, seed: 12), upstream = normal(5, columns, seed: 13)
        func forward(_ x: Matrix) -> (Matrix, Dropout) {
            var dropout = Dropout(rate: 0.4, seed: 2, stream: "test"), y = x
            HiddenActivation.forward(&y, bias: bias, dropout: &dropout)
            return (y, dropout)
        }
        let (y, dropout) = forward(products)
        var mask = Matrix(rows: 5, columns: columns, repeating: 1)
        dropout.backward(&mask)
        for row in 0..<5 {
            for column in 0..<columns {
                #expect(y[row, column] == max(products[row, column] + bias[0, column], 0) * mask[row, column])
            }
        }
        var gradient = upstream
        HiddenActivation.backward(&gradient, output: y, dropout: dropout)
        expectGradient(gradient, at: products, step: 1e-3) { dot(forward($0).0, upstream) }
    }

    @Test func hiddenActivationPassesNaNOn() {
        var dropout = Dropout(rate: 0, seed: 0, stream: ""), y = Matrix(rows: 1, columns: 9, repeating: .nan)
        HiddenActivation.forward(&y, bias: Matrix(rows: 1, columns: 9), dropout: &dropout)
        #expect(!y.values.contains { !$0.isNaN })
    }

    @Test func rowNormalization() {
        let x = normal(5, 4, seed: 3)
        expectGradient(RowNormalization(x).backward(upstream), at: x, step: 1e-3, tolerance: 5e-3) {
            dot(RowNormalization($0).output, upstream)
        }
        let zero = RowNormalization(Matrix(rows: 1, columns: 3))
        #expect(zero.output == Matrix(rows: 1, columns: 3))
        #expect(zero.backward(Matrix([[1e-13, 0, 0]])).isFinite)
    }

    @Test func softmaxCrossEntropy() {
        let scores = normal(5, 4, seed: 4), labels = [0, 3, 1, 1, 2]
        let result = SoftmaxCrossEntropy.evaluate(scores, labels: labels, weight: 0.5)
        let byHand = labels.enumerated().map { row, label in
            log(scores.row(row).reduce(0.0) { $0 + exp(Double($1)) }) - Double(scores[row, label])
        }.reduce(0, +) / 5
        #expect(abs(result.value - byHand) < 1e-6)
        expectGradient(result.gradient, at: scores) { 0.5 * SoftmaxCrossEntropy.evaluate($0, labels: labels, weight: 1).value }
        let extreme = SoftmaxCrossEntropy.evaluate(Matrix([[1e4, -1e4]]), labels: [1], weight: 1)
        #expect(extreme.value == 2e4 && extreme.gradient == Matrix([[1, -1]]))
    }

    @Test func meanSquaredError() {
        let output = normal(3, 19, seed: 5), target = normal(3, 19, seed: 6)
        let result = MeanSquaredError.evaluate(output, target: target, weight: 2)
        let byHand = zip(output.values, target.values).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) } / 57
        #expect(abs(result.value - byHand) < 1e-6 * byHand)
        expectGradient(result.gradient, at: output) { 2 * MeanSquaredError.evaluate($0, target: target, weight: 1).value }
    }

    @Test func attention() {
        let lists = NeighbourLists([[1, 2], [0], [], [0, 1, 2, 4], [3, 2]])
        let upstream = normal(5, 4, seed: 7)
        func make() -> NeighbourAttention { NeighbourAttention(heads: 2, width: 4, queries: 0, keys: 4, values: 8) }
        let x = normal(5, 12, seed: 8)
        var attention = make()
        let output = attention.forward(x, lists: lists)
        #expect(output.row(2).allSatisfy { $0 == 0 })
        var gradient = Matrix(rows: 5, columns: 12)
        attention.backward(upstream, addingTo: &gradient)
        expectGradient(gradient, at: x) {
            var attention = make()
            return dot(attention.forward($0, lists: lists), upstream)
        }
    }

    @Test func perceptron() {
        let network = MultilayerPerceptron(name: "net", widths: [3, 8, 4], dropout: 0, seed: 1)
        let x = normal(5, 3, seed: 10)
        _ = network.forward(x)
        var dx = Matrix(rows: 5, columns: 3)
        network.backward(upstream, addingTo: &dx)
        expectGradient(dx, at: x, step: 1e-3) { dot(network.forward($0), upstream) }
        for parameter in network.parameters {
            expectGradient(parameter.gradient, at: parameter.value, step: 1e-3, parameter.name) {
                let kept = parameter.value
                defer { parameter.value = kept }
                parameter.value = $0
                return dot(network.forward(x), upstream)
            }
        }
    }
}
