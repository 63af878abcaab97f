import Clips
import Datasets
import Foundation
import MediaAccess
import Store
import Workflow

/// Reads what the sources hold and makes samples of it: ids, labels, parts, and which member each modality comes from.
struct IngestStage: Stage {
    let settings: DatasetSettings
    let decode: DecodeSettings
    let catalogue: Catalogue

    let name = StageName.ingest.rawValue
    let outputs: [String] = []

    /// Raised when the same sources and settings would give other samples.
    private static let version = "1"

    func fingerprint() throws -> Fingerprint {
        var ingredients = [
            Ingredient("version", Self.version), Ingredient("dataset.layout", settings.layout),
            Ingredient("dataset.categories", settings.categories?.joined(separator: ", ") ?? "all"),
            Ingredient("dataset.split", try splitIngredient()), Ingredient("decode.max_clip_bytes", String(decode.maxClipBytes)),
        ]
        for (index, path) in settings.sources.enumerated() {
            let stamp = try SourceListing(of: path, decode).stamp
            let record = try catalogue.source(at: path)
            let isKnown = record?.stamp == stamp && record?.layout == settings.layout
            ingredients.append(Ingredient("source \(index + 1)", isKnown ? record?.listing ?? "" : "as of \(stamp)"))
        }
        return Fingerprint(ingredients)
    }

    /// What the catalogue's samples were made of is noted apart from any run: all runs of a workspace share one list.
    private static let samples = "samples"
    private static let anyRun = ""

    /// Stands for the stamp of a source of which not every file could be read.
    static let incomplete = "incomplete"

    /// Another run of the workspace, with another split, replaces the samples; what could not be read may be readable by now.
    func unfinishedWork() throws -> String? {
        if let path = try settings.sources.first(where: { try catalogue.source(at: $0)?.stamp == Self.incomplete }) {
            return "not every file of \(path) could be read"
        }
        let held = try catalogue.stage(Self.samples, ofRun: Self.anyRun)?.ingredients
        return held == [["fingerprint", try fingerprint().digest]] ? nil : "the catalogue holds the samples of other settings"
    }

    func run(_ context: RunContext) throws -> String {
        let layout = try LayoutRegistry.named(settings.layout).init(DatasetOptions(categories: settings.categories))
        var listing = Listing(members: [], texts: [])
        var skipped: [ProblemRecord] = []
        for (index, path) in settings.sources.enumerated() {
            let contents = try self.contents(of: path, layout, context)
            listing = listing.adding(contents, source: index)
            skipped += contents.skipped.map { ProblemRecord(kind: "skippedEntry", subject: $0.name, detail: $0.reason) }
        }
        let dataset = try layout.dataset(from: listing)
        let split = try SplitAssignment(of: dataset.samples, by: settings.split)
        let samples = dataset.samples.map { $0.assigned(to: split.parts[$0.id]) }
        let problems = (dataset.problems + split.problems).map {
            ProblemRecord(kind: $0.kind.rawValue, subject: $0.subject, detail: $0.detail)
        }
        try catalogue.forgetStage(Self.samples, ofRun: Self.anyRun)
        try catalogue.save(samples: samples, classNames: dataset.classNames, problems: problems + skipped, sources: settings.sources)
        try catalogue.save(
            StageRecord(ingredients: [["fingerprint", try fingerprint().digest]], provenance: [:], at: timestamp()), stage: Self.samples,
            ofRun: Self.anyRun)
        return summary(samples, classes: dataset.classNames.count, problems: problems.count + skipped.count)
    }

    /// What a source holds: from the catalogue if it is unchanged, else read anew.
    private func contents(of path: String, _ layout: any DatasetLayout, _ context: RunContext) throws -> SourceContents {
        let stamp = try SourceListing(of: path, decode).stamp
        let record = try catalogue.source(at: path)
        let isSameLayout = record?.layout == settings.layout
        if record?.stamp == stamp, isSameLayout { return try catalogue.contents(of: path) }
        let known = isSameLayout ? try catalogue.contents(of: path).members : []
        let scan = SourceScan(
            path: path, layout: layout, decode: decode,
            known: Dictionary(known.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
        let contents = try scan.run(context)
        try catalogue.save(
            SourceRecord(path: path, stamp: contents.isComplete ? stamp : Self.incomplete, layout: settings.layout, listing: contents.listingDigest), contents)
        return contents
    }

    /// Fold files are part of the input: their text, not their place.
    private func splitIngredient() throws -> String {
        guard case .folds(let folder, let test) = settings.split else { return "\(settings.split)" }
        return "folds, test \(test): " + (try readFolds(folder).folds.map { "\($0.name) \($0.ids.joined(separator: " "))" }.joined(separator: "; "))
    }

    private func summary(_ samples: [Sample], classes: Int, problems: Int) -> String {
        let parts = Split.allCases.map { part in "\(samples.count { $0.split == part }) \(part.rawValue)" }
        let unassigned = samples.count { $0.split == nil }
        return "\(samples.count) samples in \(classes) classes (\(parts.joined(separator: ", "))"
            + (unassigned > 0 ? ", \(unassigned) in no part)" : ")") + (problems > 0 ? ", \(problems) remarks, see 'aadml status'" : "")
    }
}

extension SplitAssignment {
    /// The split a pipeline file asks for; where it has no validation part, 10 % of training is held out, stratified.
    init(of samples: [Sample], by settings: SplitSettings) throws {
        let split: SplitAssignment
        var seed: UInt64 = 0
        switch settings {
        case .official: split = try .official(samples)
        case .unneeded:
            self.init(parts: Dictionary(samples.compactMap { sample in sample.split.map { (sample.id, $0) } }, uniquingKeysWith: { first, _ in first }))
            return
        case .folds(let folder, let test): split = try .folds(samples, try readFolds(folder), test: test)
        case .ratio(let train, let validation, let test, let ratioSeed):
            seed = UInt64(ratioSeed)
            split = try .ratio(samples, train: train, validation: validation, test: test, seed: seed)
        }
        self = split.holdingOutValidation(from: samples, seed: seed)
    }
}

/// All `.txt` files of a folder.
///
/// - Throws: ``StageError/foldsUnreadable(folder:reason:)``, `DatasetError`.
func readFolds(_ folder: String) throws -> FoldFiles {
    let files: [(name: String, text: [UInt8])]
    do {
        files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }
            .map { ($0, [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))) }
    } catch {
        throw StageError.foldsUnreadable(folder: folder, reason: (error as NSError).localizedDescription)
    }
    return try FoldFiles(files)
}

extension Listing {
    func adding(_ contents: SourceContents, source: Int) -> Listing {
        Listing(
            members: members + contents.members.map {
                Member(
                    reference: MemberReference(source: source, name: $0.name), size: $0.size, sha256: $0.sha256, streams: $0.streams,
                    problem: $0.problem)
            },
            texts: texts + contents.texts.map {
                SourceText(reference: MemberReference(source: source, name: $0.name), text: $0.content)
            })
    }
}

extension Sample {
    fileprivate func assigned(to part: Split?) -> Sample {
        Sample(id: id, labels: labels, split: part, interval: interval, members: members)
    }
}
