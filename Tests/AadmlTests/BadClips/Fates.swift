import Clips
import Store
import Tensors

/// What a workspace's databases say became of each member.
struct Fates {
    private let digestOf: [String: String]
    private let streams: [String: Set<Modality>]
    private let problems: [String: String]
    private var features: [Modality: [String: (digest: String, rows: Int)]] = [:]
    private var failures: [Modality: [String: String]] = [:]

    init(workspace: String, source: String) throws {
        let catalogue = try Catalogue(path: workspace + "/catalogue.sqlite"), cache = try FeatureCache(path: workspace + "/features/features.sqlite")
        let members = try catalogue.contents(of: source).members
        digestOf = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.sha256) })
        streams = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.streams) })
        problems = Dictionary(uniqueKeysWithValues: members.compactMap { member in member.problem.map { (member.name, $0) } })
        for extractor in try cache.extractors() {
            for (sha256, digest) in try cache.digests(of: extractor.fingerprint) {
                let rows = try cache.features(of: sha256, extractor: extractor.fingerprint)?.rows.rows ?? 0
                features[extractor.modality, default: [:]][sha256] = (digest, rows)
            }
            for failure in try catalogue.failures(of: extractor.fingerprint) { failures[extractor.modality, default: [:]][failure.sha256] = failure.reason }
        }
    }

    func fate(of name: String, _ modality: Modality) -> BadClip.Fate? {
        guard let sha256 = digestOf[name] else { return nil }
        if let found = features[modality]?[sha256] { return .rows(found.rows) }
        if let reason = failures[modality]?[sha256] { return .fails(reason) }
        return problems[name] == nil && streams[name]?.contains(modality) == false ? .absent : nil
    }

    var allDigests: Set<String> { Set(features.values.flatMap { $0.values.map(\.digest) }) }

    func digests(of name: String) -> [Modality: String] {
        digestOf[name].map { sha256 in features.compactMapValues { $0[sha256]?.digest } } ?? [:]
    }
}
