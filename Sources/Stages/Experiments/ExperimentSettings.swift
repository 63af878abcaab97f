public import Settings

/// An experiment file, read and checked: one pipeline, what is varied, and what it is compared with.
public struct ExperimentSettings: Sendable {
    /// Names the folder of the cases' runs.
    public let name: String
    /// Absolute path; one for all cases.
    public let workspace: String
    /// The controls among them.
    public let variants: [ExperimentVariant]
    public let comparison: ExperimentComparison
    /// Every variant with every seed and fold, each with its own pipeline: all variants of one seed before the next seed.
    public let cases: [ExperimentCase]

    /// Whether a settings file is an experiment: it has the key `experiment`.
    ///
    /// - Throws: `SettingsError` for a file that cannot be read.
    public static func describes(_ path: String, overrides: [String] = []) throws(SettingsError) -> Bool {
        try SettingsFile(path: path, overrides: overrides).root.gives("experiment")
    }

    /// - Parameter overrides: `key.path=value` for keys of the experiment file; those under `settings` reach every case.
    /// - Throws: `SettingsError`, also for what any single case's pipeline would refuse.
    public init(path: String, overrides: [String] = []) throws(SettingsError) {
        try self.init(SettingsFile(path: path, overrides: overrides).root)
    }

    init(_ root: Section) throws(SettingsError) {
        name = try root.text("experiment")
        guard namesAFolder(name) else { throw root.refusal(of: "experiment", expected: "a name without '/', since it names a folder") }
        let base = try Self.base(root)
        variants = try ExperimentMatrix(root).variants
        let repetition = try ExperimentRepetition(root)
        comparison = try root.decode("compare")
        try root.finish()
        try repetition.checkThatNoneIsSet(by: variants)
        cases = try repetition.cases(of: variants, named: name, on: base, at: root.position(of: "experiment"))
        guard let first = cases.first else { throw .conflict(at: root.position, problem: "an experiment needs a variant, a seed and a fold") }
        workspace = first.settings.workspace
    }

    /// The pipeline that all cases share, with `settings` applied.
    private static func base(_ root: Section) throws(SettingsError) -> SettingsFile {
        let base: SettingsFile
        switch root.alternative("base") {
        case .text(let path):
            base = try SettingsFile(path: path)
            root.record("base", as: .text(path))
        case .section(let inner):
            if inner.gives("name") {
                throw .conflict(at: inner.position(of: "name"), problem: "'base.name': the runs of an experiment have its name; leave it out")
            }
            base = try root.file("base")
        case .list: throw root.refusal(of: "base", expected: "a pipeline file or its keys")
        case nil: throw .missingKey(at: root.position, key: "base", section: "")
        }
        return base.applying(try root.patch("settings"))
    }
}
