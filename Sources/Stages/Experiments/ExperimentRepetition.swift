import Settings
import Workflow

/// How often each variant is run: with which seeds, and on which folds.
struct ExperimentRepetition {
    private let seeds: [Int]
    /// Empty where the split is fixed.
    private let folds: [Int]
    /// Paths of the settings that a seed is given to.
    private let seedKeys: [String]

    /// What may stand in the values of a variant: a case's seed, the experiment's folder of runs, and the folder of its seed and
    /// fold within that of any variant. With them a case names the models of other variants that it is averaged with.
    private static let seedMark = "<seed>", runsMark = "<runs>", caseMark = "<case>"
    private static let foldKey = "dataset.split.test"

    init(_ root: Section) throws(SettingsError) {
        // Five: the fewest that give a standard error anyone should look at.
        seeds = try root.integers("seeds", default: [0, 1, 2, 3, 4], in: 0...Int.max)
        folds = try root.integers("folds", default: [], in: 0...1000)
        guard !seeds.isEmpty else { throw root.refusal(of: "seeds", expected: "at least one seed") }
        if root.gives("seed_keys") {
            seedKeys = try root.texts("seed_keys")
        } else {
            seedKeys = ["train.seed"]
            root.record("seed_keys", as: .list(seedKeys.map(SettingsValue.text)))
        }
        guard !seedKeys.isEmpty else { throw root.refusal(of: "seed_keys", expected: "at least one path, such as train.seed") }
    }

    static func label(seed: Int, fold: Int?) -> String { "seed \(seed)" + (fold.map { ", fold \($0)" } ?? "") }

    /// What the experiment sets itself cannot be varied.
    func checkThatNoneIsSet(by variants: [ExperimentVariant]) throws(SettingsError) {
        let own = ["name", "workspace", "until"] + seedKeys + (folds.isEmpty ? [] : [Self.foldKey])
        for variant in variants {
            for key in own {
                guard let position = variant.patch.position(of: key), !isSeeded(variant, key) else { continue }
                throw .conflict(at: position, problem: "variant '\(variant.name)' sets '\(key)', which is the experiment's own in every case")
            }
        }
    }

    /// Whether a variant has a seed of its own that follows the case's, such as `1<seed>`.
    private func isSeeded(_ variant: ExperimentVariant, _ key: String) -> Bool {
        seedKeys.contains(key) && variant.patch.entries.contains { $0.path == key && $0.value.contains(Self.seedMark) }
    }

    /// Fold by fold, seed by seed: an experiment that is stopped early has pairs to compare.
    func cases(
        of variants: [ExperimentVariant], named experiment: String, on base: SettingsFile, at position: Position
    ) throws(SettingsError) -> [ExperimentCase] {
        try checkFolds(base, position)
        let runs = Workspace(path: try base.applying(SettingsPatch()).root.path("workspace"), run: experiment).runFolder
        var cases: [ExperimentCase] = []
        for fold in folds.isEmpty ? [nil] : folds.map(Optional.some) {
            for seed in seeds {
                let leaf = Self.label(seed: seed, fold: fold).replacing(", ", with: "-").replacing(" ", with: "-")
                for variant in variants {
                    let name = SettingsPatch("name", text: "\(experiment)/\(variant.name)/\(leaf)", at: position)
                    let patch = variant.patch.replacing(Self.seedMark, with: String(seed)).replacing(Self.runsMark, with: runs)
                        .replacing(Self.caseMark, with: leaf)
                    let own = settings(seed: seed, fold: fold, of: variant, at: position)
                    let settings = try PipelineSettings(base.applying(patch).applying(own).applying(name).root)
                    guard settings.until >= .evaluate else {
                        throw .conflict(at: position, problem: "an experiment compares what 'evaluate' finds; its base has 'until: \(settings.until.rawValue)'")
                    }
                    cases.append(ExperimentCase(variant: variant.name, seed: seed, fold: fold, settings: settings))
                }
            }
        }
        return cases
    }

    /// Applied after the variant's own settings, which may have cleared the section a seed stands in.
    private func settings(seed: Int, fold: Int?, of variant: ExperimentVariant, at position: Position) -> SettingsPatch {
        var patch = SettingsPatch()
        for key in seedKeys where !isSeeded(variant, key) { patch = patch.followed(by: SettingsPatch(key, integer: seed, at: position)) }
        if let fold { patch = patch.followed(by: SettingsPatch(Self.foldKey, integer: fold, at: position)) }
        return patch
    }

    private func checkFolds(_ base: SettingsFile, _ position: Position) throws(SettingsError) {
        guard !folds.isEmpty else { return }
        let root = base.applying(SettingsPatch()).root
        if root.gives("dataset"), case .section(let split) = try root.section("dataset").alternative("split"), split.gives("folds") { return }
        throw .conflict(at: position, problem: "'folds' needs a base with 'dataset.split: {folds: FOLDER}'")
    }
}
