import Clips
import Digests
import FeatureExchange
import Files
import Foundation
import Store
import ArrayFiles
import Tensors
import Weights
public import Workflow

/// Takes features of other tools' files into a workspace of their own, or into a table that a pipeline trains on.
public struct FeatureImport: Sendable {
    private let path: String

    public init(_ path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    /// Fills a new workspace: catalogue and cache, as if the clips had been extracted; `features: WORKSPACE` trains on it.
    ///
    /// - Returns: what was read, then remarks.
    /// - Throws: ``StageError``, `ExchangeError`, `TensorFileError`, `StoreError`, `FileError`; `WorkflowError` while another process
    ///   writes there; `Interruption` after a signal.
    public func run(intoWorkspace folder: String, _ context: RunContext) throws -> [String] {
        var clips = try CheckedClips(path)
        let digest = try sourceDigest()
        let workspace = Workspace(path: folder, run: "")
        try makeFolders(workspace.featuresFolder)
        let lock = try WorkspaceLock(workspace: folder)
        let catalogue = try Catalogue(path: workspace.catalogue), cache = try FeatureCache(path: workspace.features)
        let extractors = Dictionary(uniqueKeysWithValues: clips.set.modalities.map { ($0, extractor($0, clips.set, digest)) })
        let known = Set(extractors.values.map(\.fingerprint))
        guard try catalogue.sourcePaths().allSatisfy({ $0 == path }), try cache.extractors().allSatisfy({ known.contains($0.fingerprint) }) else {
            throw StageError.occupiedWorkspace(path: folder)
        }
        for extractor in extractors.values { try cache.register(extractor) }
        var tally = ImportTally()
        var pending: [FeatureRecord] = []
        try catalogue.import(SourceRecord(path: path, stamp: fileStamp(path) ?? "", layout: "imported", listing: digest)) {
            try context.stopIfInterrupted()
            guard let (clip, rows) = try clips.next() else {
                // All features are there before the catalogue tells of the first sample.
                try cache.save(pending)
                return nil
            }
            let key = SHA256.hex(of: "\(digest)\n\(clip.id)")
            pending += records(clip, rows, key, clips.set, extractors)
            if pending.count >= Self.recordsPerTransaction {
                try cache.save(pending)
                pending = []
            }
            tally.add(clip)
            context.events.emit(.progress(
                stage: "import", done: tally.clips, total: clips.reader.clipCount ?? 0, failed: 0, unit: "clips", note: ""))
            return entry(clip, key, Set(rows.keys))
        } classNames: {
            clips.set.classNames.isEmpty ? tally.labels.sorted(by: naturally) : clips.set.classNames
        }
        _ = consume lock
        return summary(clips, tally, to: folder)
    }

    /// A transaction waits for the disk; so many records are some megabytes.
    private static let recordsPerTransaction = 128

    /// Writes a table of pooled features that `features: TABLE` of a pipeline reads.
    ///
    /// - Throws: as above; `TensorFileError.badFeatures` for what cannot be trained on.
    public func run(toTable table: String, _ context: RunContext) throws -> [String] {
        var clips = try CheckedClips(path)
        var pooled: [Modality: [[Float]]] = [:]
        var ids: [String] = [], labels: [String] = [], parts: [FeatureArrays.Part] = [], tally = ImportTally(), left = 0
        while let (clip, rows) = try clips.next() {
            try context.stopIfInterrupted()
            tally.add(clip)
            guard let split = clip.split, let audio = rows[.audio], let visual = rows[.visual] else {
                left += 1
                continue
            }
            pooled[.audio, default: []].append(mean(audio))
            pooled[.visual, default: []].append(mean(visual))
            ids.append(clip.id)
            labels.append(clip.labels[0])
            parts.append(FeatureArrays.Part(split))
        }
        let names = clips.set.classNames.isEmpty ? Set(labels).sorted(by: naturally) : clips.set.classNames
        let classIDs = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let arrays = try FeatureArrays(
            audio: Matrix(pooled[.audio] ?? []), visual: Matrix(pooled[.visual] ?? []), labels: labels.map { classIDs[$0] ?? -1 }, splits: parts,
            classNames: names, ids: ids, file: path)
        var dictionary = arrays.dictionary
        if clips.set.features.values.contains(where: \.synthesized) { dictionary.metadata[SynthesizedWeights.markKey] = "true" }
        try Safetensors.write(dictionary, to: table)
        return summary(clips, tally, to: table) + (left > 0 ? ["\(left) clips left out: in no part, or without one modality"] : [])
    }

    private func records(
        _ clip: ExchangeClip, _ rows: [Modality: Matrix], _ key: String, _ set: FeatureSet, _ extractors: [Modality: ExtractorRecord]
    ) -> [FeatureRecord] {
        rows.compactMap { modality, matrix in
            guard let extractor = extractors[modality], let times = clip.features[modality]?.times else { return nil }
            return FeatureRecord(
                sha256: key, extractor: extractor.fingerprint, modality: modality, rows: matrix,
                times: times.isEmpty ? assumedTimes(matrix.rows, set[modality]?.recipe ?? [:]) : times)
        }
    }

    private func entry(_ clip: ExchangeClip, _ key: String, _ modalities: Set<Modality>) -> (member: ScannedMember, sample: Sample) {
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

    /// SHA-256 of the file, or over the names and digests of the folder's files.
    private func sourceDigest() throws -> String {
        guard isFolder(path) else { return try SHA256.hex(ofFile: path) }
        let names = try FileManager.default.subpathsOfDirectory(atPath: path).filter { !isFolder("\(path)/\($0)") }.sorted()
        var hash = SHA256()
        for name in names { hash.update("\(name) \(try SHA256.hex(ofFile: "\(path)/\(name)"))\n") }
        return hash.finish()
    }

    private func summary(_ clips: CheckedClips, _ tally: ImportTally, to target: String) -> [String] {
        let parts = Split.allCases.map { part in "\(tally.splits[part] ?? 0) \(part.rawValue)" }.joined(separator: ", ")
        let widths = clips.set.modalities.map { "\($0.rawValue) \(clips.set[$0]?.width ?? 0) wide (\(clips.set[$0]?.network ?? ""))" }.joined(separator: ", ")
        let empty: [Split] = [.train, .test].filter { tally.splits[$0] == nil }
        return ["\(target): \(tally.clips) clips (\(parts)), \(widths), from \(path)"] + clips.reader.remarks
            + (empty.isEmpty ? [] : ["no clip is in the \(empty.map(\.rawValue).joined(separator: " nor in the ")) part: training on this would fail"])
    }
}

/// What an import has seen of a file.
private struct ImportTally {
    private(set) var clips = 0
    private(set) var splits: [Split: Int] = [:]
    private(set) var labels: Set<String> = []

    mutating func add(_ clip: ExchangeClip) {
        clips += 1
        labels.formUnion(clip.labels)
        if let split = clip.split { splits[split, default: 0] += 1 }
    }
}

/// `class 2` before `class 10`.
private func naturally(_ left: String, _ right: String) -> Bool { left.compare(right, options: .numeric) == .orderedAscending }

extension FeatureArrays.Part {
    fileprivate init(_ split: Split) {
        self = switch split {
        case .train: .train
        case .validation: .validation
        case .test: .test
        }
    }
}
