import Settings
import Testing

@Suite struct SectionTests {
    @Test func unknownKeyNamesTheNearestOne() {
        let said = message {
            let root = try section("train:\n  margn: 0.2\n")
            let train = try root.section("train")
            _ = try train.number("margin", default: 0.2, in: 0...10)
            try train.finish()
        }
        #expect(said == "p.yaml:2:3: unknown key 'margn' in 'train'; did you mean 'margin'?")
    }

    @Test func unknownKeyWithoutANearOneListsWhatIsKnown() {
        let said = message {
            let root = try section("name: a\nzzzzzz: 1\n")
            _ = try root.text("name")
            _ = try root.integer("epochs", default: 1, in: 1...9)
            try root.finish()
        }
        #expect(said == "p.yaml:2:1: unknown key 'zzzzzz'; known keys: name, epochs")
    }

    @Test func aSectionWithoutKeysSaysSo() {
        let said = message { try section("report: {colour: red}\n").section("report").finish() }
        #expect(said == "p.yaml:1:10: unknown key 'colour' in 'report'; no keys are known there")
    }

    @Test func missingKeyNamesItsSection() {
        #expect(message { _ = try section("a: 1\n").text("name") } == "p.yaml:1:1: key 'name' is missing")
        let nested = message { _ = try section("a: 1\ndataset:\n  layout: ave\n").section("dataset").texts("sources") }
        #expect(nested == "p.yaml:3:3: key 'sources' is missing in 'dataset'")
    }

    @Test func aScalarIsNoSection() {
        let said = message { _ = try section("train: fast\n").section("train") }
        #expect(said == "p.yaml:1:8: 'train' is 'fast', expected a section of keys")
    }

    @Test(arguments: ["train:\n", "train: ~\n", "train: null\n", "train: {}\n", "other: 1\n"])
    func anEmptySectionGivesDefaults(text: String) throws {
        let train = try section(text).section("train")
        #expect(try train.integer("epochs", default: 7, in: 1...100) == 7)
        try train.finish()
    }

    @Test func defaultsAreResolvedInTheOrderAsked() throws {
        let root = try section("train: {seed: 3}\nname: demo\n")
        _ = try root.text("name")
        _ = try root.optionalText("note")
        let train = try root.section("train")
        _ = try train.integer("epochs", default: 100, in: 1...1000)
        _ = try train.integer("seed", default: 0, in: 0...9)
        _ = try train.flag("shuffle", default: true)
        _ = try root.numbers("ratio", default: [0.8, 0, 0.2], in: 0...1)
        try root.finish()
        #expect(root.resolved.canonical == #"""
            {"name": "demo", "note": null, "train": {"epochs": 100, "seed": 3, "shuffle": true}, "ratio": [0.8, 0, 0.2]}
            """#)
    }

    @Test func recordingReplacesWhatAnAccessorNoted() throws {
        let root = try section("workspace: Data\n")
        _ = try root.text("workspace")
        root.record("workspace", as: .text("/home/Data"))
        #expect(root.resolved == .section([SettingsEntry(key: "workspace", value: .text("/home/Data"))]))
    }

    @Test func alternativesTellTheKindsApart() throws {
        let root = try section("a: all\nb: [x, [y]]\nc: {pca: 4}\n")
        guard case .text("all") = root.alternative("a") else { return #expect(Bool(false), "a is text") }
        guard case .list(["x", nil]) = root.alternative("b") else { return #expect(Bool(false), "b is a list") }
        guard case .section(let inner) = root.alternative("c") else { return #expect(Bool(false), "c is a section") }
        #expect(try inner.integer("pca", default: 0, in: 0...9) == 4)
        #expect(root.alternative("d") == nil)
        #expect(root.resolved["c"]?.canonical == #"{"pca": 4}"#)
    }

    @Test func aCallersRefusalPointsAtTheValue() throws {
        let root = try section("dataset:\n  split: 5\n").section("dataset")
        #expect("\(root.refusal(of: "split", expected: "'official'"))" == "p.yaml:2:10: 'dataset.split' is '5', expected 'official'")
    }

    @Test func decodingRefusesWhatTheSettingsDoNotAskFor() throws {
        struct Optimiser: StrictlyDecodable {
            let rate: Double
            init(from section: Section) throws(SettingsError) { rate = try section.number("rate", default: 0.1, in: 0...1) }
        }
        #expect(try section("optimiser: {rate: 0.5}\n").decode("optimiser", as: Optimiser.self).rate == 0.5)
        let said = message { _ = try section("optimiser: {rat: 0.5}\n").decode("optimiser", as: Optimiser.self) }
        #expect(said == "p.yaml:1:13: unknown key 'rat' in 'optimiser'; did you mean 'rate'?")
    }
}
