@testable import MetricLearning
import Settings
import Tensors
import Testing

/// Against torch.optim; `metric_optimisers.py` made the values.
@Suite struct OptimiserTests {
    struct Point: Decodable { let step: Int; let value: GoldenTensor }
    struct File: Decodable {
        let scale: GoldenTensor, target: GoldenTensor, start: GoldenTensor
        let rate: Double
        let adamw: [Point], sgd: [Point]
        let cosine: [Double], step: [Double]
    }

    private func settings(_ text: String) throws -> OptimiserSettings {
        try SettingsFile(text: "optimiser: \(text)", named: "t.yaml").root.decode("optimiser")
    }

    private func follow(_ text: String, _ path: [Point], _ golden: File) throws {
        let settings = try settings(text)
        let parameter = Parameter(name: "p", shape: golden.start.shape, value: golden.start.matrix)
        var optimiser = OptimiserRegistry.entry(named: settings.kind).init([parameter], settings)
        for step in 1...50 {
            for index in parameter.value.values.indices {
                parameter.gradient.values[index] =
                    Float(golden.scale.values[index] * (Double(parameter.value.values[index]) - golden.target.values[index]))
            }
            optimiser.update(rate: golden.rate, scale: 1)
            guard let point = path.first(where: { $0.step == step }) else { continue }
            expectClose(parameter.value.values, point.value.values, "\(text), step \(step)")
        }
        #expect(optimiser.state.steps == 50)
    }

    @Test func decoupledDecayFollowsAdamW() throws {
        let golden = try Golden.load("optimisers.json", as: File.self)
        try follow("{kind: adam, beta1: 0.8, beta2: 0.99, weight_decay: 0.1}", golden.adamw, golden)
    }

    @Test func momentumFollowsTheReference() throws {
        let golden = try Golden.load("optimisers.json", as: File.self)
        try follow("{kind: sgd, momentum: 0.8}", golden.sgd, golden)
    }

    @Test(arguments: OptimiserRegistry.names) func itsStateContinuesIt(name: String) throws {
        var settings = OptimiserSettings()
        settings.kind = name
        func parameter() -> Parameter { Parameter(name: "p", shape: [30], value: normal(1, 30, seed: 1)) }
        func move(_ optimiser: inout any Optimiser, _ parameter: Parameter, _ steps: ClosedRange<UInt64>) {
            for step in steps {
                parameter.gradient = normal(1, 30, seed: 10 + step)
                optimiser.update(rate: 0.1, scale: 0.5)
            }
        }
        let through = parameter(), stopped = parameter()
        var one = OptimiserRegistry.entry(named: name).init([through], settings)
        move(&one, through, 1...6)
        var other = OptimiserRegistry.entry(named: name).init([stopped], settings)
        move(&other, stopped, 1...3)
        var fresh = OptimiserRegistry.entry(named: name).init([stopped], settings)
        fresh.state = other.state
        move(&fresh, stopped, 4...6)
        #expect(stopped.value == through.value)
    }

    @Test func namesAndKeys() throws {
        expectRegistryNames(OptimiserRegistry.names)
        #expect(try settings("{}") == OptimiserSettings())
        #expect(throws: SettingsError.self) { try settings("{kind: sgd, beta1: 0.9}") }
        #expect(throws: SettingsError.self) { try settings("{kind: adm}") }
    }
}
