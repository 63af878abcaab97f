import Clips
import Digests
import Foundation
public import Store
import Tensors
import Workflow

/// The samples of a workspace joined with the features that some extractors left in its cache.
public struct WorkspaceFeatures: Sendable {
    private let catalogue: Catalogue
    private let cache: FeatureCache
    private let extractors: [ExtractorRecord]
    let path: String

    /// - Parameter path: of the workspace, for messages.
    public init(_ catalogue: Catalogue, _ cache: FeatureCache, _ extractors: [ExtractorRecord], path: String) {
        (self.catalogue, self.cache, self.extractors, self.path) = (catalogue, cache, extractors, path)
    }

    /// - Throws: ``FeatureError/noFeatures(workspace:)``, `StoreError`.
    func reader() throws -> FeatureReader { try FeatureReader(CacheSource(catalogue, cache, extractors, path: path), of: path) }

    /// SHA-256 over each sample's id, labels, part and features: what a table is made of.
    func contentDigest() throws -> String {
        var hash = SHA256()
        for name in try catalogue.classNames() { hash.update("class \(name)\n") }
        try forEachSample { sample, digests in
            let interval = sample.interval.map { "\($0.start) \($0.end)" } ?? ""
            hash.update("\(sample.id)\n\(sample.labels.joined(separator: "|"))\n\(sample.split?.rawValue ?? "")\n\(interval)\n")
            for modality in Modality.allCases { hash.update((digests[modality] ?? "none") + "\n") }
        }
        return hash.finish()
    }

    /// Every sample, without a look at its rows.
    func index() throws -> FeatureIndex {
        var entries: [FeatureIndex.Entry] = []
        try forEachSample { sample, digests in
            entries.append(.init(id: sample.id, label: sample.labels.first ?? "", split: sample.split, isComplete: digests.count == Modality.allCases.count))
        }
        return FeatureIndex(entries: entries, classNames: try catalogue.classNames())
    }

    /// Hands over the samples in their order, with the digest of each modality's features where there are some.
    private func forEachSample(_ body: (Sample, [Modality: String]) -> Void) throws {
        var features: [Modality: [String: String]] = [:]
        for extractor in extractors { features[extractor.modality] = try cache.digests(of: extractor.fingerprint) }
        var batches = SampleBatches(catalogue)
        while let found = try batches.next() {
            var digests: [Modality: String] = [:]
            for (modality, sha256) in found.digests { digests[modality] = features[modality]?[sha256] }
            body(found.sample, digests)
        }
    }
}

/// The samples of a catalogue, a thousand at a time.
private struct SampleBatches {
    private let catalogue: Catalogue
    private var batch: ArraySlice<CataloguedSample> = []
    private var last: Int? = -1

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    mutating func next() throws(StoreError) -> CataloguedSample? {
        if batch.isEmpty, let from = last {
            let read = try catalogue.samples(after: from, atMost: 1000)
            batch = read.samples[...]
            last = read.last
        }
        return batch.popFirst()
    }
}

/// Reads the samples of a workspace with the rows of its feature cache.
private final class CacheSource: FeatureSource {
    let set: FeatureSet
    let clipCount: Int?
    let longest: [Modality: Int]?
    let remarks: [String] = []
    private let cache: FeatureCache
    private let extractors: [Modality: String]
    private var samples: SampleBatches

    init(_ catalogue: Catalogue, _ cache: FeatureCache, _ extractors: [ExtractorRecord], path: String) throws {
        self.cache = cache
        samples = SampleBatches(catalogue)
        clipCount = try catalogue.sampleCount()
        var features: [Modality: FeatureSet.Features] = [:], longest: [Modality: Int] = [:], fingerprints: [Modality: String] = [:]
        for extractor in extractors {
            let counts = try cache.counts(of: extractor.fingerprint)
            guard counts.clips > 0 else { continue }
            longest[extractor.modality] = try cache.longest(of: extractor.fingerprint)
            fingerprints[extractor.modality] = extractor.fingerprint
            let recipe = try? JSONDecoder().decode([String: String].self, from: Data(extractor.description.utf8))
            features[extractor.modality] = FeatureSet.Features(
                network: extractor.network, extractor: extractor.fingerprint, width: counts.columns, recipe: recipe ?? [:],
                synthesized: extractor.synthesized)
        }
        guard !features.isEmpty else { throw FeatureError.noFeatures(workspace: path) }
        self.longest = longest
        self.extractors = fingerprints
        set = FeatureSet(aadml: aadmlVersion, rows: .segments, classNames: try catalogue.classNames(), features: features)
    }

    func next() throws -> FeatureClip? {
        guard let found = try samples.next() else { return nil }
        let sample = found.sample
        var clip = FeatureClip(id: sample.id, labels: sample.labels, split: sample.split, interval: sample.interval, features: [:])
        for (modality, extractor) in extractors {
            guard let digest = found.digests[modality], let record = try cache.features(of: digest, extractor: extractor) else { continue }
            clip.features[modality] = ClipRows(record.rows, times: record.times)
        }
        return clip
    }
}
