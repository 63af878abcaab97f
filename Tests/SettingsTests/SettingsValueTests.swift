import Settings
import Testing

@Suite struct SettingsValueTests {
    private static let awkward = [
        "plain", "null", "~", "true", "3", "0.5", "- a", "a: b # c", "tab\tline\nreturn\r",
        "quote\" back\\slash 'single'", " spaces ", "ünï 音 🎵",
        "\u{1}\u{1f}\u{7f}", "\u{85}\u{2028}\u{2029}\u{feff}end", "{a}", "[b]", "*x", "&y", "%", "@", "`",
    ]

    @Test(arguments: awkward) func resolvedTextReadsBack(text: String) throws {
        let root = try section(SettingsValue.section([SettingsEntry(key: "t", value: .text(text))]).yaml())
        #expect(try root.text("t") == text)
    }

    @Test func aResolvedFileResolvesToItself() throws {
        let first = try read(section("name: demo\nextract: {audio: {hop: 0.5}}\n"))
        let second = try read(section(first.yaml()))
        #expect(second == first)
        #expect(second.yaml() == first.yaml())
        #expect(first.yaml() == """
            name: "demo"
            note: null
            sources: ["a: b", "c"]
            extract:
              audio:
                hop: 0.5
                threshold: 1e-07
              seed: 9007199254740993
            ratio: [0.8, 0, 0.2]
            persist: false
            report: {}

            """)
    }

    private func read(_ root: Section) throws -> SettingsValue {
        _ = try root.text("name")
        _ = try root.optionalText("note")
        if root.gives("sources") { _ = try root.texts("sources") } else { root.record("sources", as: .list([.text("a: b"), .text("c")])) }
        let extract = try root.section("extract")
        let audio = try extract.section("audio")
        _ = try audio.number("hop", default: 0.96, in: 0...10)
        _ = try audio.number("threshold", default: 1e-7, in: 0...1)
        _ = try extract.integer("seed", default: 9_007_199_254_740_993, in: 0...Int.max)
        _ = try root.numbers("ratio", default: [0.8, 0, 0.2], in: 0...1)
        _ = try root.flag("persist", default: false)
        try root.section("report").finish()
        for part in [audio, extract, root] { try part.finish() }
        return root.resolved
    }

    /// Changing this text would make every stage of every workspace stale.
    @Test func canonicalTextIsStable() {
        let value = SettingsValue.section([
            SettingsEntry(key: "b", value: .number(2)), SettingsEntry(key: "a", value: .number(0.1)),
            SettingsEntry(key: "list", value: .list([.integer(-1), .flag(true), .none, .text("é\"\n")])),
            SettingsEntry(key: "empty", value: .section([])), SettingsEntry(key: "large", value: .number(1e20)),
        ])
        #expect(value.canonical == #"{"b": 2, "a": 0.1, "list": [-1, true, null, "é\"\n"], "empty": {}, "large": 1e+20}"#)
    }

    @Test func aWholeNumberAndTheSameIntegerAreSpelledAlike() {
        #expect(SettingsValue.number(3).canonical == SettingsValue.integer(3).canonical)
        #expect(SettingsValue.number(-0.0).canonical == "0")
    }

    @Test func keysAreFoundAndOmitted() {
        let value = SettingsValue.section([SettingsEntry(key: "a", value: .integer(1)), SettingsEntry(key: "b", value: .integer(2))])
        #expect(value["b"] == .integer(2))
        #expect(value["c"] == nil)
        #expect(SettingsValue.integer(1)["a"] == nil)
        #expect(value.omitting(["a", "z"]).canonical == #"{"b": 2}"#)
    }
}
