import Foundation
public import MediaAccess
public import Settings

/// A pipeline file, read and checked: what to do, on what, and where it goes.
public struct PipelineSettings: Sendable {
    public let name: String
    /// Absolute path of the folder that holds catalogue, caches and runs.
    public let workspace: String
    /// The last stage that a plain run does.
    public let until: StageName
    public let origin: Origin
    public let decode: DecodeSettings
    public let extract: ExtractSettings
    public let assemble: AssembleSettings
    public let train: TrainStageSettings
    public let evaluate: EvaluateSettings
    /// Every setting with its default and absolute paths, as it is written beside the results.
    public let resolved: SettingsValue

    /// Where the features come from.
    public enum Origin: Sendable {
        case dataset(DatasetSettings)
        /// A workspace folder, or a file of feature arrays (HDF5, npz, safetensors).
        case features(path: String)
    }

    /// The stages of a run, in order.
    public var stageNames: [StageName] {
        StageName.allCases.filter { stage in
            guard stage <= until else { return false }
            if case .features = origin { return stage > .extract }
            return true
        }
    }

    /// - Parameters:
    ///   - overrides: `key.path=value`, as given to `--set`.
    /// - Throws: ``SettingsError``.
    public init(path: String, overrides: [String] = []) throws(SettingsError) {
        try self.init(SettingsFile(path: path, overrides: overrides).root)
    }

    /// - Parameter file: what errors call the text.
    public init(text: String, named file: String) throws(SettingsError) {
        try self.init(SettingsFile(text: text, named: file).root)
    }

    init(_ root: Section) throws(SettingsError) {
        name = try root.text("name")
        guard name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(namesAFolder) else {
            throw root.refusal(of: "name", expected: "a name that a folder can have, or several with '/' between them")
        }
        workspace = try root.path("workspace")
        until = try root.choice("until", default: .report)
        origin = try Origin(root, needsSplit: until > .extract)
        decode = try root.decode("decode")
        extract = try root.decode("extract")
        let features: Bool = if case .features = origin { true } else { false }
        let section = try root.section("assemble")
        assemble = try AssembleSettings(from: section, featuresGiven: features)
        try section.finish()
        train = try root.decode("train")
        evaluate = try root.decode("evaluate")
        try root.section("report").finish()
        try root.finish()
        resolved = root.resolved
    }
}

/// Whether a text can be the name of one folder.
func namesAFolder(_ text: some StringProtocol) -> Bool { !text.isEmpty && text != "." && text != ".." && !text.contains("/") }

extension PipelineSettings.Origin {
    fileprivate init(_ root: Section, needsSplit: Bool) throws(SettingsError) {
        switch (root.gives("dataset"), root.gives("features")) {
        case (true, true): throw .conflict(at: root.position(of: "features"), problem: "give 'dataset' or 'features', not both")
        case (true, false):
            let section = try root.section("dataset")
            self = .dataset(try DatasetSettings(from: section, needsSplit: needsSplit))
            try section.finish()
        case (false, true): self = .features(path: try root.path("features"))
        case (false, false):
            throw .conflict(at: root.position, problem: "give 'dataset' (archives or folders) or 'features' (a workspace or a file of features)")
        }
    }
}
