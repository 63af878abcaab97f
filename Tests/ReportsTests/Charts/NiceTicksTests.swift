import Testing

@testable import Reports

@Suite("Ticks of an axis")
struct NiceTicksTests {
    @Test("are round numbers with the decimals they need", arguments: [
        (0.0, 1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0.0, 57.0, ["0", "10", "20", "30", "40", "50"]),
        (-0.3, 0.3, ["-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"]),
        (0.0, 0.0007, ["0", "0.0001", "0.0002", "0.0003", "0.0004", "0.0005", "0.0006", "0.0007"]),
        (0.0, 2e6, ["0", "5e+05", "1e+06", "1.5e+06", "2e+06"]),
        (1003.0, 1004.0, ["1003.0", "1003.2", "1003.4", "1003.6", "1003.8", "1004.0"]),
    ])
    func round(lower: Double, upper: Double, expected: [String]) {
        #expect(Axis("x", from: lower, to: upper).ticks.map(\.text) == expected)
    }

    @Test("of counts and epochs are whole")
    func whole() {
        #expect(Axis("epoch", from: 1, to: 3, integral: true).ticks.map(\.text) == ["1", "2", "3"])
    }

    @Test("frame all values, whatever their size", arguments: [[0.0], [5, 5], [-1e308, 1e308], [1e-320, 2e-320], [1e16, 1e16 + 2], [.nan], []])
    func holds(values: [Double]) {
        let axis = Axis("y", holding: values)
        #expect(axis.lower < axis.upper && axis.lower.isFinite && axis.upper.isFinite)
        #expect(values.filter { $0.isFinite && abs($0) < 1e300 }.allSatisfy { $0 >= axis.lower && $0 <= axis.upper })
        #expect(axis.ticks.count <= 50)
    }
}
