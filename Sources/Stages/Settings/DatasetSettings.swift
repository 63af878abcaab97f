import Datasets
import Settings

/// `dataset:`: which files, how they are arranged, and which part each sample belongs to.
public struct DatasetSettings: Sendable {
    public let layout: String
    /// Absolute paths of archives or folders.
    public let sources: [String]
    /// Class names as the annotations spell them; nil for all.
    public let categories: [String]?
    public let split: SplitSettings

    /// - Parameter needsSplit: whether the pipeline goes on to training; features alone need no parts.
    init(from section: Section, needsSplit: Bool) throws(SettingsError) {
        layout = try section.choice("layout", default: "folder", among: LayoutRegistry.all.map { $0.name })
        let given = try section.texts("sources")
        guard !given.isEmpty else { throw section.refusal(of: "sources", expected: "at least one archive or folder") }
        sources = given.map(section.absolute)
        section.record("sources", as: .list(sources.map(SettingsValue.text)))
        guard Set(sources).count == sources.count else { throw section.refusal(of: "sources", expected: "each source once") }
        categories = try Self.categories(section)
        split = try SplitSettings(section, isNeeded: needsSplit)
    }

    private static func categories(_ section: Section) throws(SettingsError) -> [String]? {
        switch section.alternative("categories") {
        case nil, .text("all"):
            section.record("categories", as: .text("all"))
            return nil
        case .list: return try section.texts("categories")
        default: throw section.refusal(of: "categories", expected: "'all' or a list of class names")
        }
    }
}

/// `dataset.split`: who assigns samples to training, validation and test.
public enum SplitSettings: Sendable, Equatable {
    /// The dataset's own files.
    case official
    /// The dataset's own files where it has any; else samples are in no part.
    case unneeded
    /// Stratified by class and seeded: shares of training, validation and test.
    case ratio(train: Double, validation: Double, test: Double, seed: Int)
    /// Text files of sample ids in a folder; the one at `test`, by name, is the test part.
    case folds(folder: String, test: Int)

    init(_ section: Section, isNeeded: Bool) throws(SettingsError) {
        switch section.alternative("split") {
        case nil where !isNeeded:
            section.record("split", as: .none)
            self = .unneeded
        case nil, .text("official"):
            section.record("split", as: .text("official"))
            self = .official
        case .section(let inner):
            self = inner.gives("folds") ? try Self.folds(inner) : try Self.ratio(inner)
            try inner.finish()
        default: throw section.refusal(of: "split", expected: Self.forms)
        }
    }

    private static let forms = "'official', {ratio: [0.8, 0, 0.2], seed: 0} or {folds: FOLDER, test: 0}"

    private static func folds(_ section: Section) throws(SettingsError) -> SplitSettings {
        .folds(folder: try section.path("folds"), test: try section.integer("test", default: 0, in: 0...1000))
    }

    private static func ratio(_ section: Section) throws(SettingsError) -> SplitSettings {
        let shares = try section.numbers("ratio", default: [0.8, 0, 0.2], in: 0...1)
        guard shares.count == 3, abs(shares.reduce(0, +) - 1) < 1e-9, shares[0] > 0 else {
            throw section.refusal(of: "ratio", expected: "three shares (training, validation, test) with sum 1, the first above 0")
        }
        let seed = try section.integer("seed", default: 0, in: 0...Int.max)
        return .ratio(train: shares[0], validation: shares[1], test: shares[2], seed: seed)
    }
}
