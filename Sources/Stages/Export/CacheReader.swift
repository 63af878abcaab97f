import Clips
import FeatureExchange
import Foundation
import Store
import Tensors
import Workflow

/// Reads the samples of a workspace joined with its feature cache, a thousand samples at a time.
final class CacheReader: FeatureReader {
    let set: FeatureSet
    let clipCount: Int?
    let remarks: [String] = []
    /// The most rows a clip has, by modality.
    let longest: [String: Int]
    private let catalogue: Catalogue
    private let cache: FeatureCache
    private let extractors: [Modality: String]
    private var batch: ArraySlice<CataloguedSample> = []
    private var last: Int? = -1

    /// - Throws: ``StageError/noFeatures(workspace:)`` if the extractors have no features; `StoreError`.
    init(_ catalogue: Catalogue, _ cache: FeatureCache, _ extractors: [ExtractorRecord], path: String) throws {
        self.catalogue = catalogue
        self.cache = cache
        clipCount = try catalogue.sampleCount()
        var features: [Modality: FeatureSet.Features] = [:]
        var longest: [String: Int] = [:]
        for extractor in extractors {
            let counts = try cache.counts(of: extractor.fingerprint)
            guard counts.clips > 0 else { continue }
            longest[extractor.modality.rawValue] = try cache.longest(of: extractor.fingerprint)
            let recipe = try? JSONDecoder().decode([String: String].self, from: Data(extractor.description.utf8))
            features[extractor.modality] = FeatureSet.Features(
                network: extractor.network, extractor: extractor.fingerprint, width: counts.columns, recipe: recipe ?? [:],
                synthesized: extractor.synthesized)
        }
        guard !features.isEmpty else { throw StageError.noFeatures(workspace: path) }
        self.longest = longest
        self.extractors = Dictionary(uniqueKeysWithValues: extractors.filter { features[$0.modality] != nil }.map { ($0.modality, $0.fingerprint) })
        set = FeatureSet(aadml: aadmlVersion, rows: .segments, classNames: try catalogue.classNames(), features: features)
    }

    func next() throws -> ExchangeClip? {
        if batch.isEmpty, let from = last {
            let read = try catalogue.samples(after: from, atMost: 1000)
            batch = read.samples[...]
            last = read.last
        }
        guard let found = batch.popFirst() else { return nil }
        var clip = ExchangeClip(
            id: found.sample.id, labels: found.sample.labels, split: found.sample.split, interval: found.sample.interval, features: [:])
        for (modality, extractor) in extractors {
            guard let digest = found.digests[modality], let record = try cache.features(of: digest, extractor: extractor) else { continue }
            clip.features[modality] = ClipRows(record.rows, times: record.times)
        }
        return clip
    }
}

/// Reads the rows of an assembled table as clips.
final class TableReader: FeatureReader {
    let set: FeatureSet
    let clipCount: Int?
    let remarks: [String] = []
    private let table: FeatureTable
    private var position = 0

    init(_ table: FeatureTable) {
        self.table = table
        clipCount = table.ids.count
        func features(_ width: Int) -> FeatureSet.Features {
            .init(network: "assembled table", extractor: "", width: width, synthesized: table.isSynthesized, post: "as 'assemble' of the pipeline says")
        }
        set = FeatureSet(
            aadml: aadmlVersion, rows: .pooled, classNames: table.classNames,
            features: [.audio: features(table.audio.columns), .visual: features(table.visual.columns)])
    }

    func next() throws -> ExchangeClip? {
        guard position < table.ids.count else { return nil }
        defer { position += 1 }
        return ExchangeClip(
            id: table.ids[position], labels: [table.classNames[table.labels[position]]], split: table.splits[position], interval: nil,
            features: [
                .audio: ClipRows(table.audio.gathering(rows: [position]), times: []),
                .visual: ClipRows(table.visual.gathering(rows: [position]), times: []),
            ])
    }
}
