import ArrayFiles
import Clips
import Digests
import Files
import Foundation
import Store
import Tensors
public import Workflow

/// Takes features of other tools' files into a workspace of their own, or into a table that a pipeline trains on.
public struct FeatureImport: Sendable {
    private let path: String

    public init(_ path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    /// Fills a new workspace: catalogue and cache, as if the clips had been extracted; `features: WORKSPACE` trains on it.
    ///
    /// - Returns: what was read, then remarks.
    /// - Throws: ``FeatureError``, `TensorFileError`, `StoreError`, `FileError`; `WorkflowError` while another process
    ///   writes there; `Interruption` after a signal.
    public func run(intoWorkspace folder: String, _ context: RunContext) throws -> [String] {
        let reader = try FeatureLocation.file(path: path).reader()
        let digest = try digestOfFiles(path)
        let workspace = Workspace(path: folder, run: "")
        try makeFolders(workspace.featuresFolder)
        let lock = try WorkspaceLock(workspace: folder)
        let catalogue = try Catalogue(path: workspace.catalogue), cache = try FeatureCache(path: workspace.features)
        let extractors = Dictionary(uniqueKeysWithValues: reader.set.modalities.map { ($0, extractor($0, reader.set, digest)) })
        let known = Set(extractors.values.map(\.fingerprint))
        guard try catalogue.sourcePaths().allSatisfy({ $0 == path }), try cache.extractors().allSatisfy({ known.contains($0.fingerprint) }) else {
            throw FeatureError.occupiedWorkspace(path: folder)
        }
        for extractor in extractors.values { try cache.register(extractor) }
        var counts = ImportCounts()
        var pending: [FeatureRecord] = []
        try catalogue.import(SourceRecord(path: path, stamp: fileStamp(path) ?? "", layout: "imported", listing: digest)) {
            try context.stopIfInterrupted()
            guard let clip = try reader.next() else {
                // All features are there before the catalogue tells of the first sample.
                try cache.save(pending)
                return nil
            }
            let key = SHA256.hex(of: "\(digest)\n\(clip.id)")
            pending += records(clip, key, reader.set, extractors)
            if pending.count >= Self.recordsPerTransaction {
                try cache.save(pending)
                pending = []
            }
            counts.add(clip)
            context.events.emit(.progress(
                stage: "import", done: counts.clips, total: reader.clipCount ?? 0, failed: 0, unit: "clips", note: ""))
            return entry(clip, key)
        } classNames: {
            reader.set.classNames.isEmpty ? counts.labels.sorted(by: naturally) : reader.set.classNames
        }
        _ = consume lock
        return summary(reader, counts, to: folder)
    }

    /// A transaction waits for the disk; so many records are some megabytes.
    private static let recordsPerTransaction = 128

    /// Writes a table of pooled features that `features: TABLE` of a pipeline reads.
    ///
    /// - Throws: as above; ``FeatureError/emptyPart(part:detail:)`` where the training or the test part is empty.
    public func run(toTable table: String, _ context: RunContext) throws -> [String] {
        let reader = try FeatureLocation.file(path: path).reader()
        let transform = try FeatureTransform(reader.set, .init())
        let asTheyAre = ModalityFit(post: .none, normalize: .none)
        var fit = TableFit([.audio: asTheyAre, .visual: asTheyAre], of: transform)
        var counts = ImportCounts(), labels: Set<String> = [], left = 0
        while let clip = try reader.next() {
            try context.stopIfInterrupted()
            counts.add(clip)
            guard let split = clip.split, clip.features.count == Modality.allCases.count else {
                left += 1
                continue
            }
            labels.insert(clip.labels[0])
            fit.add(clip, split: split)
        }
        try fit.expectParts([.train, .test], of: path)
        let classNames = reader.set.classNames.isEmpty ? labels.sorted(by: naturally) : reader.set.classNames
        try Safetensors.write(try fit.finish(classNames: classNames).table.dictionary, to: table)
        return summary(reader, counts, to: table) + (left > 0 ? ["\(left) clips left out: in no part, or without one modality"] : [])
    }

    private func records(
        _ clip: FeatureClip, _ key: String, _ set: FeatureSet, _ extractors: [Modality: ExtractorRecord]
    ) -> [FeatureRecord] {
        clip.features.compactMap { modality, rows in
            guard let extractor = extractors[modality] else { return nil }
            return FeatureRecord(
                sha256: key, extractor: extractor.fingerprint, modality: modality, rows: rows.matrix(nil),
                times: rows.times.isEmpty ? assumedTimes(rows.rows, set[modality]?.recipe ?? [:]) : rows.times)
        }
    }

    private func entry(_ clip: FeatureClip, _ key: String) -> (member: ScannedMember, sample: Sample) {
        let modalities = Set(clip.features.keys)
        let reference = MemberReference(source: 0, name: clip.id)
        return (
            ScannedMember(name: clip.id, stamp: "", size: 0, sha256: key, streams: modalities, problem: nil),
            Sample(
                id: clip.id, labels: clip.labels, split: clip.split, interval: clip.interval,
                members: Dictionary(uniqueKeysWithValues: modalities.map { ($0, reference) }))
        )
    }

    /// Rows without times get those of the hop or rate the file tells of, or a second each.
    private func assumedTimes(_ rows: Int, _ recipe: [String: String]) -> [Interval] {
        let step = recipe["hop"].flatMap(Double.init) ?? recipe["frames_per_second"].flatMap(Double.init).map { 1 / $0 } ?? 1
        return (0..<rows).map { Interval(start: Double($0) * step, end: Double($0 + 1) * step) }
    }

    /// Says what the numbers are and where they came from.
    private func extractor(_ modality: Modality, _ set: FeatureSet, _ digest: String) -> ExtractorRecord {
        let features = set[modality]
        var facts = features?.recipe ?? [:]
        facts["imported"] = path
        facts["imported_sha256"] = digest
        facts["original_extractor"] = features?.extractor ?? ""
        facts["post"] = features?.post ?? "none"
        facts["alignment"] = set.alignmentOfOwnRows
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let description = (try? encoder.encode(facts)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        // Features that were post-processed are no longer the network's own.
        let network = (features?.network ?? "unknown") + (features?.post ?? "none" == "none" ? "" : ", post-processed")
        return ExtractorRecord(
            fingerprint: SHA256.hex(of: "imported\n\(digest)\n\(modality.rawValue)"), modality: modality, network: network,
            synthesized: features?.synthesized ?? false, description: description)
    }

    private func summary(_ reader: FeatureReader, _ counts: ImportCounts, to target: String) -> [String] {
        let parts = Split.allCases.map { part in "\(counts.splits[part] ?? 0) \(part.rawValue)" }.joined(separator: ", ")
        let widths = reader.set.modalities.map { "\($0.rawValue) \(reader.set[$0]?.width ?? 0) wide (\(reader.set[$0]?.network ?? ""))" }.joined(separator: ", ")
        let empty: [Split] = [.train, .test].filter { counts.splits[$0] == nil }
        return ["\(target): \(counts.clips) clips (\(parts)), \(widths), from \(path)"] + reader.remarks
            + (empty.isEmpty ? [] : ["no clip is in the \(empty.map(\.rawValue).joined(separator: " nor in the ")) part: training on this would fail"])
    }
}

/// SHA-256 of a file, or over the names and digests of a folder's files.
///
/// - Throws: `FileDigestError`.
public func digestOfFiles(_ path: String) throws -> String {
    guard isFolder(path) else { return try SHA256.hex(ofFile: path) }
    let names = try FileManager.default.subpathsOfDirectory(atPath: path).filter { !isFolder("\(path)/\($0)") }.sorted()
    var hash = SHA256()
    for name in names { hash.update("\(name) \(try SHA256.hex(ofFile: "\(path)/\(name)"))\n") }
    return hash.finish()
}

/// What an import has seen of a file.
private struct ImportCounts {
    private(set) var clips = 0
    private(set) var splits: [Split: Int] = [:]
    private(set) var labels: Set<String> = []

    mutating func add(_ clip: FeatureClip) {
        clips += 1
        labels.formUnion(clip.labels)
        if let split = clip.split { splits[split, default: 0] += 1 }
    }
}
