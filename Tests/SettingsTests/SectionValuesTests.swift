import Settings
import Testing

private enum Precision: String, CaseIterable { case float32, bfloat16 }

@Suite struct SectionValuesTests {
    @Test(arguments: [
        ("n: 2.5", "p.yaml:1:4: 'n' is '2.5', expected a whole number from 1 to 10"),
        ("n: \"3\"", "p.yaml:1:4: 'n' is '3', expected a whole number from 1 to 10"),
        ("n: 11", "p.yaml:1:4: 'n' is '11', expected a whole number from 1 to 10"),
        ("n: 99999999999999999999", "p.yaml:1:4: 'n' is '99999999999999999999', expected a whole number from 1 to 10"),
        ("n: [3]", "p.yaml:1:4: 'n' is a list, expected a whole number from 1 to 10"),
        ("n: {a: 3}", "p.yaml:1:4: 'n' is a section, expected a whole number from 1 to 10"),
        ("n:", "p.yaml:1:3: 'n' is empty, expected a whole number from 1 to 10"),
    ])
    func integersAreWholeUnquotedAndInRange(text: String, expected: String) {
        #expect(message { _ = try section(text).integer("n", default: 1, in: 1...10) } == expected)
    }

    @Test func anIntegerWithoutUpperBoundSaysSo() {
        let said = message { _ = try section("n: 0\n").integer("n", default: 1, in: 1...Int.max) }
        #expect(said == "p.yaml:1:4: 'n' is '0', expected a whole number of at least 1")
    }

    @Test(arguments: ["x: \"0.5\"", "x: 'half'", "x: nan", "x: 1.5", "x: -0.1", "x: true"])
    func numbersAreUnquotedAndInRange(text: String) {
        let said = message { _ = try section(text).number("x", default: 0, in: 0...1) }
        #expect(said.hasPrefix("p.yaml:1:4: 'x' is '") && said.hasSuffix("', expected a number from 0 to 1"))
    }

    @Test(arguments: [("x: 1e-3", 0.001), ("x: 1", 1), ("x: .5", 0.5), ("y: 2", 0.25)])
    func numbersAreReadAsWritten(text: String, expected: Double) throws {
        #expect(try section(text).number("x", default: 0.25, in: 0...1) == expected)
    }

    @Test(arguments: ["yes", "True", "on", "1", "\"true\"", "[true]", ""])
    func aFlagIsTrueOrFalseAndNothingElse(value: String) {
        let said = message { _ = try section("f: \(value)\n").flag("f", default: false) }
        #expect(said.hasSuffix(", expected true or false"))
    }

    @Test func flagsAreRead() throws {
        let root = try section("on: true\noff: false\n")
        #expect(try root.flag("on", default: false))
        #expect(try !root.flag("off", default: true))
        #expect(try root.flag("other", default: true))
    }

    @Test func textMayLookLikeANumberButIsNeverAListOrEmpty() throws {
        #expect(try section("t: 3\n").text("t") == "3")
        #expect(try section("t: \"null\"\n").text("t") == "null")
        #expect(message { _ = try section("t: [a]\n").text("t") } == "p.yaml:1:4: 't' is a list, expected text")
        #expect(message { _ = try section("t: \"\"\n").text("t") } == "p.yaml:1:4: 't' is empty, expected text")
    }

    @Test func nullIsTextNotGiven() throws {
        #expect(try section("t: null\n").optionalText("t") == nil)
        #expect(try section("t: ~\n").text("t", default: "d") == "d")
        #expect(message { _ = try section("t: null\n").text("t") } == "p.yaml:1:1: key 't' is missing")
    }

    @Test func aChoiceOffersTheNearestName() throws {
        #expect(try section("precision: bfloat16\n").choice("precision", default: Precision.float32) == .bfloat16)
        #expect(try section("a: 1\n").choice("precision", default: Precision.float32) == .float32)
        #expect(message { _ = try section("precision: bfloat61\n").choice("precision", default: Precision.float32) }
            == "p.yaml:1:12: 'precision' is 'bfloat61', expected one of float32, bfloat16; did you mean 'bfloat16'?")
        #expect(message { _ = try section("precision: [float32]\n").choice("precision", default: Precision.float32) }
            == "p.yaml:1:12: 'precision' is a list, expected one of float32, bfloat16")
    }

    @Test func listsPointAtTheItemThatIsWrong() throws {
        #expect(try section("s: [a, 3]\n").texts("s") == ["a", "3"])
        #expect(message { _ = try section("s:\n  - a\n  - {b: c}\n").texts("s") } == "p.yaml:3:5: 's' is a section, expected text")
        #expect(message { _ = try section("s: a\n").texts("s") } == "p.yaml:1:4: 's' is 'a', expected a list")
        #expect(try section("r: [1, 0.5]\n").numbers("r", default: [], in: 0...1) == [1, 0.5])
        #expect(message { _ = try section("r: [1, \"0\"]\n").numbers("r", default: [], in: 0...1) }
            == "p.yaml:1:8: 'r' is '0', expected numbers from 0 to 1")
        #expect(message { _ = try section("r: 1\n").numbers("r", default: [], in: 0...1) }
            == "p.yaml:1:4: 'r' is '1', expected a list of numbers")
    }
}
