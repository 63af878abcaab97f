public import Settings

/// A change of the scores at retrieval time, after training: of the vectors that are compared, or of the scores themselves.
///
/// A rescoring is one file and one line in ``RescoringRegistry``. All are off by default.
public protocol Rescoring: Sendable {
    /// Its value of the key in a settings file, such as `csls`.
    static var name: String { get }
    /// The key of `evaluate:` that chooses it.
    static var key: RescoringKey { get }

    /// Reads its settings from `evaluate:`, whether it is chosen or not. By convention they are a section with the name of the
    /// rescoring: ``Settings/Section/ofRescoring(_:)``.
    init(from evaluate: Section) throws(SettingsError)

    /// What a table adds to the name of a score, such as `CSLS k=10`.
    var label: String { get }
    /// Whether a score may depend on more of the test part than the pair.
    var isTransductive: Bool { get }
    /// What a reader must know before quoting the metrics, beside their being transductive.
    var warnings: [String] { get }
    /// Whether ``scores(of:)`` reads the training rows of the queries' modality.
    var readsTrainingRows: Bool { get }

    /// One modality's vectors before they are compared with anything.
    ///
    /// - Parameter changesTraining: whether the training vectors are read later; if not they may stay as they are.
    /// - Throws: ``RetrievalError``.
    func rows(_ rows: ModalityRows, similarity: Similarity, changesTraining: Bool) throws(RetrievalError) -> ModalityRows

    /// The scores of one direction.
    ///
    /// - Throws: ``RetrievalError``.
    func scores(of pair: ScoringPair) throws(RetrievalError) -> any PairScores
}

extension Rescoring {
    public var warnings: [String] { [] }
    public var readsTrainingRows: Bool { false }

    /// The vectors as they are.
    public func rows(_ rows: ModalityRows, similarity: Similarity, changesTraining: Bool) throws(RetrievalError) -> ModalityRows { rows }

    /// The plain similarities.
    public func scores(of pair: ScoringPair) throws(RetrievalError) -> any PairScores { try pair.similarities() }
}

/// The keys of `evaluate:` that choose a rescoring, in the order in which rescorings are applied.
public enum RescoringKey: String, CaseIterable, Sendable {
    /// Averages neighbours into an item's vector.
    case proxies
    /// Corrects hubness.
    case rescore
    /// Uses the neighbourhoods of items.
    case rerank

    /// Whether its rescorings put other scores in place of the similarities: at most one of them can be chosen.
    var replacesScores: Bool { self != .proxies }
}

/// The rescorings a settings file can name.
public enum RescoringRegistry {
    /// By key; those of one key in the order in which messages list them.
    public static let all = Registry<any Rescoring.Type>(of: "rescoring", [
        TrainingProxies.self, GalleryProxies.self,
        CSLS.self, InvertedSoftmax.self,
        KReciprocal.self, Diffusion.self,
    ]) { $0.name }

    /// Rescorings whose settings are part of every run's resolved settings, and so of its fingerprint, also where they are not chosen.
    /// The settings of those that were added later are there only where they are chosen or given, so that runs made before stay valid.
    private static let alwaysResolved: Set<String> = ["train", "gallery", "csls", "inverted-softmax", "k-reciprocal", "diffusion"]

    /// Reads the keys of `evaluate:` that change scores at retrieval time.
    ///
    /// - Returns: the chosen rescorings in the order in which they are applied.
    /// - Throws: `SettingsError`, also where two are chosen that each replace the scores.
    public static func read(
        from evaluate: Section, among entries: [any Rescoring.Type] = all.entries
    ) throws(SettingsError) -> [any Rescoring] {
        var chosen: [any Rescoring] = []
        for key in RescoringKey.allCases {
            let ofKey = entries.filter { $0.key == key }
            let name = try evaluate.choice(key.rawValue, default: "none", among: ["none"] + ofKey.map { $0.name })
            for entry in ofKey {
                let isRead = alwaysResolved.contains(entry.name) || entry.name == name || evaluate.gives(sectionName(of: entry.name))
                guard isRead else { continue }
                let rescoring = try entry.init(from: evaluate)
                if entry.name == name { chosen.append(rescoring) }
            }
        }
        let replacing = chosen.map { type(of: $0) }.filter { $0.key.replacesScores }
        if replacing.count > 1 {
            throw evaluate.refusal(
                of: replacing[1].key.rawValue,
                expected: "'none' beside '\(replacing[0].key.rawValue): \(replacing[0].name)': each replaces the scores")
        }
        return chosen
    }
}

extension Section {
    /// The section of `evaluate:` with the settings of a rescoring: its name with `_` for `-`.
    public func ofRescoring(_ name: String) throws(SettingsError) -> Section { try section(sectionName(of: name)) }
}

private func sectionName(of rescoring: String) -> String { rescoring.replacing("-", with: "_") }

/// For rescorings that are made for instance retrieval.
let instanceRetrievalWarning =
    "hubness correction and k-reciprocal re-ranking are made for instance retrieval and may lower class-level MAP"
