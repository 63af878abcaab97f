import Settings
import Testing

/// What the parser refuses, and that it does so fast.
@Suite struct SettingsNodeTests {
    @Test(arguments: [
        ("a: 1\n\tb: 2\n", "p.yaml:2:1: a tab in the indentation; YAML wants spaces"),
        ("a:\n  \tb: 2\n", "p.yaml:2:3: a tab in the indentation; YAML wants spaces"),
        ("a: 1\nb: 2\na: 3\n", "p.yaml:1:1: key 'a' is given twice, here first"),
        ("1: x\n\"1\": y\n", "p.yaml:2:1: key '1' is given twice"),
        ("a: b: c\n", "p.yaml:1:5: not valid YAML: mapping values are not allowed in this context"),
        ("a:\n   b: 1\n  c: 2\n", "p.yaml:3:3: not valid YAML: did not find expected key"),
        ("a: [1, 2\n", "p.yaml:2:1: not valid YAML: did not find expected ',' or ']'"),
        ("k: café\nx: \u{1}\n", "p.yaml:2:4: not valid YAML: control characters are not allowed (character code 1)"),
        ("a: *b\n", "p.yaml:1:4: not valid YAML: found undefined alias"),
        ("a: 1\n---\nb: 2\n", "p.yaml:2:1: not valid YAML: but found another document"),
        ("? [x]\n: 1\n", "p.yaml:1:3: a key must be plain text"),
        ("- a\n- b\n", "p.yaml:1:1: expected keys and values, found a list"),
        ("hello\n", "p.yaml:1:1: expected keys and values, found 'hello'"),
    ])
    func syntaxErrorsHaveTheirPlace(text: String, expected: String) {
        #expect(message { _ = try section(text) } == expected)
    }

    @Test(arguments: ["", "# only a comment\n", "---\n", "\u{FEFF}"])
    func anEmptyFileHasNoKeys(text: String) throws { try section(text).finish() }

    @Test func byteOrderMarkAndWindowsLineEndsAreAccepted() throws {
        let root = try section("\u{FEFF}name: demo\r\ntrain:\r\n  epochs: 3\r\n")
        #expect(try root.text("name") == "demo")
        #expect(try root.section("train").integer("epochs", default: 0, in: 0...9) == 3)
        try root.finish()
        #expect(message { try section("\u{FEFF}a: 1\r\nb: 2\r\n").finish() }.hasPrefix("p.yaml:1:1: unknown key 'a'"))
    }

    @Test func anAliasStandsForItsValue() throws {
        let root = try section("a: &here {n: 4}\nb: *here\n")
        #expect(try root.section("b").integer("n", default: 0, in: 0...9) == 4)
    }

    @Test(.timeLimit(.minutes(1))) func anAliasBombIsRefused() {
        let nine = { (name: String) in "[" + Array(repeating: "*\(name)", count: 9).joined(separator: ", ") + "]" }
        let levels = (1...12).map { "l\($0): &l\($0) \(nine("l\($0 - 1)"))\n" }
        #expect(message { _ = try section("l0: &l0 [x]\n" + levels.joined()) }.hasSuffix("the file's aliases expand it to more than 16 MiB"))
        let flat = "a: &a [" + Array(repeating: "x", count: 1000).joined(separator: ", ") + "]\n" + (0..<200).map { "k\($0): *a\n" }.joined()
        #expect(message { _ = try section(flat) }.hasSuffix("the file expands to more than 100,000 values"))
    }

    /// The parser compares keys, and so would walk through all of what they stand for.
    @Test(.timeLimit(.minutes(1)), arguments: ["? *l11\n: x\n", "{*l11 : x}\n", "? [*l11, *l11]\n: x\n? [*l11, *l11]\n: y\n"])
    func anAliasBombAsAKeyIsRefused(end: String) {
        let nine = { (name: String) in "[" + Array(repeating: "*\(name)", count: 9).joined(separator: ", ") + "]" }
        let levels = (1...11).map { "l\($0): &l\($0) \(nine("l\($0 - 1)"))\n" }
        let start = ContinuousClock.now
        #expect(message { _ = try section("l0: &l0 [x]\n" + levels.joined() + (end.hasPrefix("{") ? "m: " + end : end)) }
            .hasSuffix("the file's aliases expand it to more than 16 MiB"))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func manyAliasesOfALittleAreNoBomb() throws {
        let root = try section("d: &d {a: 1, b: 2}\n" + (0..<500).map { "k\($0): *d\n" }.joined() + "note: \"* & *x\"\n")
        #expect(try root.section("k499").integer("b", default: 0, in: 0...9) == 2)
        #expect(try root.text("note") == "* & *x")
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["[", "{a: ", "- "]) func deepNestingIsRefused(opening: String) {
        #expect(message { _ = try section("a:\n  " + String(repeating: opening, count: 100_000)) }.hasSuffix("nested more than 64 levels deep"))
    }

    @Test(.timeLimit(.minutes(1))) func deepIndentationIsRefused() {
        let text = (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(message { _ = try section(text) } == "p.yaml:514:513: nested more than 64 levels deep")
    }

    @Test(.timeLimit(.minutes(1))) func nestingHiddenFromTheCountIsRefusedByTheParser() {
        #expect(message { _ = try section("a: " + String(repeating: "[\n # ]\n ", count: 20_000)) }.contains("nesting level"))
    }
}
