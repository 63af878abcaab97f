@testable import MetricLearning
import Tensors
import Testing

@Suite struct DropoutTests {
    @Test func keepsTheMeanAndDropsTheRate() {
        var dropout = Dropout(rate: 0.3, seed: 1, stream: "test")
        var x = Matrix(rows: 400, columns: 101, repeating: 1)
        dropout.forward(&x)
        let dropped = Double(x.values.count { $0 == 0 }) / Double(x.values.count)
        #expect(abs(dropped - 0.3) < 0.01)
        #expect(abs(x.values.reduce(0.0) { $0 + Double($1) } / Double(x.values.count) - 1) < 0.015)
        #expect(Set(x.values).count == 2)
    }

    @Test func theGradientMeetsTheSameMask() {
        var dropout = Dropout(rate: 0.5, seed: 1, stream: "test")
        var x = Matrix(rows: 3, columns: 7, repeating: 1), gradient = x
        dropout.forward(&x)
        dropout.backward(&gradient)
        #expect(gradient == x)
    }

    @Test func streamsAreReproducibleAndApart() {
        func draw(_ stream: String) -> [Matrix] {
            var dropout = Dropout(rate: 0.5, seed: 1, stream: stream)
            return (0..<2).map { _ in
                var x = Matrix(rows: 3, columns: 7, repeating: 1)
                dropout.forward(&x)
                return x
            }
        }
        #expect(draw("a") == draw("a"))
        #expect(draw("a")[0] != draw("a")[1])
        #expect(draw("a") != draw("b"))
    }

    @Test func rateZeroIsTheIdentity() {
        var dropout = Dropout(rate: 0, seed: 1, stream: "test")
        var x = normal(3, 7, seed: 1)
        let kept = x
        dropout.forward(&x)
        #expect(x == kept && !dropout.isActive)
    }
}
