import Clips
import Digests
import Extractors
import Store
import Tensors

/// The samples of a workspace joined with the feature cache.
struct CachedFeatures {
    let samples: [Sample]
    let classNames: [String]
    private let members: [MemberReference: Member]
    private let cache: FeatureCache
    private let extractors: [Modality: String]
    private let digests: [Modality: [String: String]]
    let isSynthesized: Bool
    /// What made the features, by modality.
    let networks: [Modality: String]

    init(catalogue: Catalogue, sources: [String], cache: FeatureCache, extractors: [ExtractorRecord]) throws {
        samples = try catalogue.samples()
        classNames = try catalogue.classNames()
        members = try catalogue.members(of: sources)
        self.cache = cache
        self.extractors = Dictionary(extractors.map { ($0.modality, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
        networks = Dictionary(extractors.map { ($0.modality, $0.network) }, uniquingKeysWith: { first, _ in first })
        digests = try self.extractors.mapValues(cache.digests(of:))
        isSynthesized = extractors.contains(where: \.synthesized)
    }

    /// The samples that are in a part and have features of both modalities.
    var usable: [Sample] {
        samples.filter { sample in sample.split != nil && Modality.allCases.allSatisfy { digest(sample, $0) != nil } }
    }

    /// SHA-256 over each sample's id, labels, part and features: what a table is made of.
    var contentDigest: String {
        var hash = SHA256()
        for name in classNames { hash.update("class \(name)\n") }
        for sample in samples {
            let interval = sample.interval.map { "\($0.start) \($0.end)" } ?? ""
            hash.update("\(sample.id)\n\(sample.labels.joined(separator: "|"))\n\(sample.split?.rawValue ?? "")\n\(interval)\n")
            for modality in Modality.allCases { hash.update((digest(sample, modality) ?? "none") + "\n") }
        }
        return hash.finish()
    }

    /// A sample's rows of both modalities: all of its clip's, or those that overlap its event, lined up as asked for.
    ///
    /// - Returns: nil if a modality has none.
    /// - Throws: `StoreError.damagedRecord`.
    func rows(
        _ sample: Sample, _ stretch: AssembleSettings.Stretch, _ alignment: RowAlignment
    ) throws -> (audio: Matrix, visual: Matrix)? {
        guard let audio = try rows(sample, .audio, stretch), let visual = try rows(sample, .visual, stretch) else { return nil }
        guard alignment != .independent else { return (audio.rows, visual.rows) }
        let chosen = alignment.rows(audio: audio.times, visual: visual.times)
        return (audio.rows.gathering(rows: chosen.audio), visual.rows.gathering(rows: chosen.visual))
    }

    private func rows(_ sample: Sample, _ modality: Modality, _ stretch: AssembleSettings.Stretch) throws -> EmbeddedRows? {
        guard let sha256 = sha256(sample, modality), let extractor = extractors[modality],
            let record = try cache.features(of: sha256, extractor: extractor)
        else { return nil }
        guard stretch == .event, let interval = sample.interval else { return EmbeddedRows(rows: record.rows, times: record.times) }
        let inside = record.times.indices.filter { record.times[$0].overlaps(interval) }
        guard !inside.isEmpty else { return nil }
        return EmbeddedRows(rows: record.rows.gathering(rows: inside), times: inside.map { record.times[$0] })
    }

    private func sha256(_ sample: Sample, _ modality: Modality) -> String? {
        sample.members[modality].flatMap { members[$0]?.sha256 }
    }

    private func digest(_ sample: Sample, _ modality: Modality) -> String? {
        sha256(sample, modality).flatMap { digests[modality]?[$0] }
    }
}
