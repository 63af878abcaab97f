import MediaAccess
import Settings
@testable import Stages
import Testing

/// What a pipeline file may say, and the exact words for what it may not.
@Suite struct PipelineSettingsTests {
    private func message(_ yaml: String, _ overrides: [String] = []) throws -> String {
        let error = #expect(throws: SettingsError.self) {
            _ = try PipelineSettings(SettingsFile(text: yaml, named: "p.yaml", overrides: overrides).root)
        }
        return try #require(error).description
    }

    private let base = "name: n\nworkspace: w\nfeatures: f.h5\n"

    @Test func everyKeyHasADefaultButThree() throws {
        let settings = try PipelineSettings(SettingsFile(text: base, named: "p.yaml").root)
        #expect(settings.until == .report)
        #expect(settings.decode.framesPerSecond == 1)
        #expect(settings.workspace.hasPrefix("/"))
        #expect(settings.evaluate.recallAt == [1, 5, 10])
    }

    @Test func theResolvedFileReadsBackTheSame() throws {
        let settings = try PipelineSettings(SettingsFile(text: base + "train: {epochs: 7}\n", named: "p.yaml").root)
        let again = try PipelineSettings(SettingsFile(text: settings.resolved.yaml(), named: "resolved.yaml").root)
        #expect(again.resolved == settings.resolved)
        #expect(settings.resolved["train"]?["epochs"] == .integer(7))
    }

    @Test func unknownKeysNameTheNearest() throws {
        #expect(try message(base + "train:\n  marginn: 0.3\n") == "p.yaml:5:3: unknown key 'marginn' in 'train'; did you mean 'margin'?")
        #expect(try message(base + "wrkspace: x\n") == "p.yaml:4:1: unknown key 'wrkspace'; did you mean 'workspace'?")
    }

    @Test func wrongTypesAndValuesAreNamedWithTheirPlace() throws {
        #expect(try message(base + "train: {epochs: many}\n") == "p.yaml:4:17: 'train.epochs' is 'many', expected a whole number from 1 to 1000000")
        #expect(try message(base + "train: {loss: tripplet}\n").hasSuffix("did you mean 'triplet'?"))
        #expect(try message(base, ["train.epochs=0"]).hasPrefix("--set train.epochs=0:1:1: 'train.epochs' is '0'"))
    }

    /// Tables made before rows could be aligned keep their fingerprint: the key is recorded only where it is given.
    @Test func alignmentIsRecordedOnlyWhereItIsGiven() throws {
        func assemble(_ text: String) throws -> SettingsValue? {
            try PipelineSettings(SettingsFile(text: base + text, named: "p.yaml").root).resolved["assemble"]
        }
        #expect(try assemble("")?["align"] == nil)
        #expect(try assemble("assemble: {align: nearest}\n")?["align"] == .text("nearest"))
        #expect(try message(base + "assemble: {align: neerest}\n").hasSuffix("did you mean 'nearest'?"))
        #expect(try message(base + "assemble: {align: pad}\n").contains("p.yaml:4:19: 'pad' adds rows that a mean does not count"))
    }

    @Test func oneOriginIsNeeded() throws {
        #expect(try message("name: n\nworkspace: w\n").contains("give 'dataset' (archives or folders) or 'features'"))
        #expect(try message(base + "dataset: {sources: [a.zip]}\n").contains("not both"))
    }

    @Test func splitsAndWeightsTakeTheirForms() throws {
        func settings(_ dataset: String) throws -> PipelineSettings {
            try PipelineSettings(SettingsFile(text: "name: n\nworkspace: w\ndataset: \(dataset)\n", named: "p.yaml").root)
        }
        guard case .dataset(let ratio) = try settings("{layout: vegas, sources: [v.tar], split: {ratio: [0.8, 0, 0.2], seed: 4}}").origin else {
            Issue.record("no dataset")
            return
        }
        #expect(ratio.split == .ratio(train: 0.8, validation: 0, test: 0.2, seed: 4))
        #expect(throws: SettingsError.self) { try settings("{layout: vegas, sources: [v.tar], split: {ratio: [0.8, 0, 0.4]}}") }
        guard case .dataset(let alone) = try settings("{sources: [c]}\nuntil: extract").origin else { return }
        #expect(alone.split == .unneeded)
        #expect(throws: SettingsError.self) { try settings("{layout: vegass, sources: [v.tar]}") }
        #expect(throws: SettingsError.self) { try settings("{layout: vegas, sources: []}") }
    }
}
