@testable import MetricLearning
import Settings
import Testing

@Suite struct ScheduleTests {
    private func settings(_ text: String) throws -> ScheduleSettings {
        try SettingsFile(text: "schedule: \(text)", named: "t.yaml").root.decode("schedule")
    }

    private func rates(_ text: String, epochs: Int = 10) throws -> [Double] {
        let schedule = try settings(text)
        return (1...epochs).map { schedule.factor(epoch: $0, step: 0, of: 4, epochs: epochs) }
    }

    private func expect(_ values: [Double], _ reference: [Double], sourceLocation: SourceLocation = #_sourceLocation) {
        let near = zip(values, reference).allSatisfy { abs($0 - $1) < 1e-12 }
        #expect(near && values.count == reference.count, "\(values)", sourceLocation: sourceLocation)
    }

    /// Of torch.optim.lr_scheduler at the start of each epoch; `metric_optimisers.py` made the values.
    @Test func followsTheReference() throws {
        let golden = try Golden.load("optimisers.json", as: OptimiserTests.File.self)
        expect(try rates("{kind: cosine, final: 0.1}"), golden.cosine)
        expect(try rates("{kind: step, every: 3, factor: 0.5}"), golden.step)
        expect(try rates("{}"), [Double](repeating: 1, count: 10))
    }

    @Test func warmUpRisesByStep() throws {
        let schedule = try settings("{kind: constant, warmup: 2}")
        let steps = (0..<12).map { schedule.factor(epoch: 1 + $0 / 4, step: $0 % 4, of: 4, epochs: 10) }
        expect(steps, [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 1, 1, 1, 1])
        // The cosine has the epochs after the warm-up for itself.
        let cosine = try settings("{kind: cosine, warmup: 2}")
        #expect(cosine.factor(epoch: 3, step: 0, of: 4, epochs: 10) == 1)
        #expect(abs(cosine.factor(epoch: 7, step: 0, of: 4, epochs: 10) - 0.5) < 1e-12)
    }

    @Test func namesAndKeys() {
        expectRegistryNames(ScheduleRegistry.names)
        #expect(throws: SettingsError.self) { try settings("{kind: constant, final: 0.1}") }
        #expect(throws: SettingsError.self) { try settings("{kind: step, final: 0.1}") }
    }
}
