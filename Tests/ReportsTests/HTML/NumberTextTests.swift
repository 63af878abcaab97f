import Testing

@testable import Reports

@Suite("Numbers as text")
struct NumberTextTests {
    @Test("metrics have three decimals", arguments: [
        (0.5, "0.500"), (0.12345, "0.123"), (1, "1.000"), (-0.0001, "0.000"), (.nan, "–"), (.infinity, "–"), (-.infinity, "–"),
    ])
    func metric(value: Double, text: String) { #expect(NumberText.metric(value) == text) }

    @Test("other values keep their first digits", arguments: [(0.0001, "1.00e-04"), (0, "0.000"), (12.3456, "12.346"), (-2e9, "-2.00e+09")])
    func anySize(value: Double, text: String) { #expect(NumberText.anySize(value) == text) }

    @Test("counts have their thousands apart", arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (28_103, "28,103"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func count(value: Int, text: String) { #expect(NumberText.count(value) == text) }

    @Test("durations are in the units a person would choose", arguments: [
        (0.384, "0.38 s"), (9.999, "10.00 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s"),
        (12_000, "3 h 20 min"), (-1, "–"), (.nan, "–"),
    ])
    func duration(seconds: Double, text: String) { #expect(NumberText.duration(seconds: seconds) == text) }

    @Test("rates have the digits that mean something", arguments: [(1.234, "1.23"), (12.34, "12.3"), (2115.8, "2,116"), (.infinity, "–")])
    func rate(value: Double, text: String) { #expect(NumberText.rate(value) == text) }
}
