import Settings
@testable import Stages
import Testing

/// What an experiment file makes of its matrix, and the exact words for what it may not say.
@Suite struct ExperimentSettingsTests {
    private let base = "experiment: e\nbase: {workspace: w, features: f.h5}\n"

    private func settings(_ rest: String, _ overrides: [String] = []) throws -> ExperimentSettings {
        try ExperimentSettings(SettingsFile(text: base + rest, named: "e.yaml", overrides: overrides).root)
    }

    private func message(_ rest: String, _ overrides: [String] = []) throws -> String {
        try #require(#expect(throws: SettingsError.self) { _ = try settings(rest, overrides) }).description
    }

    @Test func everyVariantIsRunWithEverySeedInAFolderOfItsOwn() throws {
        let experiment = try settings("variants: {small: {train.hidden: 8}, large: {train: {hidden: 16, epochs: 3}}}\nseeds: [4, 7]\n")
        #expect(experiment.cases.map(\.settings.name) == ["e/small/seed-4", "e/large/seed-4", "e/small/seed-7", "e/large/seed-7"])
        #expect(experiment.cases.map { $0.train("hidden") } == ["8", "16", "8", "16"])
        #expect(experiment.cases.map { $0.train("seed") } == ["4", "4", "7", "7"])
        #expect(experiment.variants.map(\.settings) == [["train.hidden: 8"], ["train.hidden: 16", "train.epochs: 3"]])
        #expect(experiment.variants.allSatisfy { $0.control == nil })
    }

    @Test func oneControlStandsForAllAndHasItsOwnRuns() throws {
        let experiment = try settings("control: {train.proxy.kind: none}\nvariants: {a: {}}\ngrid: {train.proxy.k: [1, 3], train.proxy.heads: [2, 4]}\nseeds: [0]\n")
        #expect(experiment.variants.map(\.name) == ["control", "a", "k=1, heads=2", "k=1, heads=4", "k=3, heads=2", "k=3, heads=4"])
        #expect(experiment.variants.map(\.control) == [nil, "control", "control", "control", "control", "control"])
        #expect(experiment.cases.prefix(2).map { $0.train("proxy", "kind") } == ["\"none\"", "\"attention\""])
        #expect(experiment.cases[5].train("proxy", "k") == "3")
        #expect(experiment.cases[4].train("proxy", "heads") == "2")
    }

    @Test func aControlForEachVariantDiffersInTheControlsSettingsOnly() throws {
        let experiment = try settings("control_each: {train.proxy.kind: none}\nvariants: {t: {train.loss: triplet}, c: {train.loss: contrastive}}\nseeds: [0]\n")
        #expect(experiment.variants.map(\.name) == ["t-control", "t", "c-control", "c"])
        #expect(experiment.variants.map(\.control) == [nil, "t-control", nil, "c-control"])
        let differing = try #require(experiment.cases[2].settings.resolved["train"]).omitting(["proxy"])
        #expect(differing == experiment.cases[3].settings.resolved["train"]?.omitting(["proxy"]))
    }

    @Test func valuesOfOnePathKeepTheirNeighbours() throws {
        let experiment = try settings("settings: {train: {proxy: {k: 5}}}\nvariants: {a: {train.proxy: {heads: 2}}}\nseeds: [0]\n")
        #expect(experiment.cases[0].train("proxy", "k") == "5")
        #expect(experiment.cases[0].train("proxy", "heads") == "2")
    }

    @Test func overridesReachEveryCase() throws {
        let experiment = try settings("variants: {a: {}, b: {train.hidden: 4}}\n", ["settings.train.epochs=2", "seeds=[0, 1]"])
        #expect(experiment.cases.map { $0.train("epochs") } == ["2", "2", "2", "2"])
    }

    @Test func aSeedGoesWhereItIsSent() throws {
        let experiment = try settings("variants: {a: {assemble.training_share.share: 0.5}}\nseeds: [3]\nseed_keys: [train.seed, assemble.training_share.seed]\n")
        #expect(experiment.cases[0].settings.assemble.trainingShare.seed == 3)
        #expect(experiment.cases[0].train("seed") == "3")
    }

    @Test func aVariantMayHaveASeedThatFollowsTheCases() throws {
        let experiment = try settings("variants: {a: {}, b: {train.seed: 1<seed>}}\nseeds: [0, 3]\n")
        #expect(experiment.cases.map { $0.train("seed") } == ["0", "10", "3", "13"])
    }

    @Test func aVariantMayClearASectionAndKeepsItsSeed() throws {
        let experiment = try settings("settings: {train: {loss: contrastive, hidden: 8}}\nvariants: {a: {train: ~, train.hidden: 4}}\nseeds: [6]\n")
        #expect(experiment.cases[0].train("loss") == "\"triplet\"")
        #expect(experiment.cases[0].train("hidden") == "4")
        #expect(experiment.cases[0].train("seed") == "6")
    }

    @Test func gridsWhosePathsEndAlikeAreNamedInFull() throws {
        let experiment = try settings("grid: {assemble.audio.normalize: [none], assemble.visual.normalize: [minmax]}\nseeds: [0]\n")
        #expect(experiment.variants.map(\.name) == ["assemble.audio.normalize=none, assemble.visual.normalize=minmax"])
    }

    @Test func aWrongSettingOfAnyVariantIsNamedBeforeAnythingRuns() throws {
        #expect(try message("variants:\n  a: {train.hiden: 8}\n") == "e.yaml:4:7: unknown key 'hiden' in 'train'; did you mean 'hidden'?")
        #expect(try message("variants:\n  a: {train.epochs: many}\n").hasPrefix("e.yaml:4:"))
        #expect(try message("variants: {a: {}}\nsedes: [1]\n") == "e.yaml:4:1: unknown key 'sedes'; did you mean 'seeds'?")
        #expect(try message("variants: {a: {}}\nseeds: [1, 1]\n") == "e.yaml:4:12: 'seeds' is '1', expected whole numbers of at least 0, each once")
        #expect(try message("seeds: [1]\n") == "e.yaml:1:1: give 'variants', 'grid' or both: there is nothing to compare")
        #expect(try message("variants: {a: {}}\ncontrol: {}\ncontrol_each: {}\n").hasSuffix("give 'control' (one for all) or 'control_each' (one a variant), not both"))
    }

    @Test func whatTheExperimentSetsItselfCannotBeVaried() throws {
        #expect(try message("variants: {a: {train.seed: 3}}\n") == "e.yaml:3:16: variant 'a' sets 'train.seed', which is the experiment's own in every case")
        #expect(try message("variants: {a: {workspace: x}}\n").contains("variant 'a' sets 'workspace'"))
        #expect(try message("variants: {../a: {}}\n").contains("'../a' cannot name a variant"))
        #expect(try message("variants: {a: {}}\nsettings: {until: train}\n").contains("its base has 'until: train'"))
        #expect(try message("variants: {a: {}}\nfolds: [0, 1]\n").contains("'folds' needs a base with 'dataset.split: {folds: FOLDER}'"))
        #expect(try message("variants: {t-control: {}, t: {}}\ncontrol_each: {train.hidden: 4}\n").contains("two variants have the name 't-control'"))
    }

    @Test func aBaseFileIsReadAndItsNameReplaced() throws {
        let scratch = Scratch()
        let pipeline = try scratch.write("name: p\nworkspace: w\nfeatures: f.h5\ntrain: {hidden: 12}\n", to: "p.yaml")
        let file = try scratch.write("experiment: e\nbase: \(pipeline)\nvariants: {a: {}}\n", to: "e.yaml")
        let experiment = try ExperimentSettings(path: file)
        #expect(experiment.cases.first?.settings.name == "e/a/seed-0")
        #expect(experiment.cases.allSatisfy { $0.train("hidden") == "12" })
        #expect(experiment.cases.count == 5)
        #expect(try ExperimentSettings.describes(file))
        #expect(try !ExperimentSettings.describes(pipeline))
    }

    @Test func foldsOfADatasetMultiplyTheCases() throws {
        let yaml = """
            experiment: e
            base: {workspace: w, dataset: {layout: vegas, sources: [v.tar], split: {folds: folds, test: 0}}}
            variants: {a: {}}
            folds: [0, 1]
            seeds: [5]
            """
        let cases = try ExperimentSettings(SettingsFile(text: yaml, named: "e.yaml").root).cases
        #expect(cases.map(\.settings.name) == ["e/a/seed-5-fold-0", "e/a/seed-5-fold-1"])
        #expect(cases.map(\.fold) == [0, 1])
        guard case .dataset(let dataset) = cases[1].settings.origin, case .folds(_, let test) = dataset.split else {
            Issue.record("no folds")
            return
        }
        #expect(test == 1)
    }
}

extension ExperimentCase {
    /// A setting of the case's training, as its resolved file has it.
    fileprivate func train(_ path: String...) -> String? {
        path.reduce(settings.resolved["train"]) { $0?[$1] }?.canonical
    }
}
