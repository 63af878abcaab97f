import Archives
import Clips
import Datasets
import Foundation
import MediaAccess
import Store
public import Workflow

/// What ingest would make of some archives or folders.
public struct DatasetInspection: Codable, Sendable {
    public struct Remark: Codable, Sendable {
        public let kind: String
        public let count: Int
        public let examples: [String]
    }

    public let layout: String
    public let mediaFiles: Int
    public let bytes: Int64
    public let samples: Int
    /// Samples by class name, in class id order.
    public let classes: [ClassCount]
    /// Samples by the dataset's own part; `none` counts those without one.
    public let parts: [String: Int]
    /// Samples that have a file for each modality.
    public let modalities: [String: Int]
    public let remarks: [Remark]

    public struct ClassCount: Codable, Sendable {
        public let name: String
        public let samples: Int
    }
}

extension DatasetInspection {
    /// Reads the sources as ingest does, without a workspace.
    ///
    /// - Parameter layout: nil to detect it from the entries' names.
    /// - Throws: `ArchiveError`, `DatasetError`, ``StageError``.
    public init(sources: [String], layout name: String?, categories: [String]?, _ context: RunContext) throws {
        let settings = DecodeSettings.standard
        let name = try name ?? Self.detect(sources)
        let layout = try LayoutRegistry.named(name).init(DatasetOptions(categories: categories))
        var listing = Listing(members: [], texts: [])
        var skipped: [(kind: String, text: String)] = []
        for (index, source) in sources.enumerated() {
            let contents = try SourceScan(path: source, layout: layout, decode: settings, known: [:]).run(context)
            listing = listing.adding(contents, source: index)
            skipped += contents.skipped.map { ("skippedEntry", "\($0.name): \($0.reason)") }
        }
        let dataset = try layout.dataset(from: listing)
        let damaged = listing.members.compactMap { member in member.problem.map { ("unreadableMedia", "\(member.reference.name): \($0)") } }
        let remarks = dataset.problems.map { ($0.kind.rawValue, $0.detail.isEmpty ? $0.subject : "\($0.subject): \($0.detail)") } + skipped + damaged
        self.init(
            layout: name, mediaFiles: listing.members.count, bytes: listing.members.reduce(0) { $0 + $1.size }, samples: dataset.samples.count,
            classes: dataset.classNames.map { name in ClassCount(name: name, samples: dataset.samples.count { $0.labels.first == name }) },
            parts: Dictionary(dataset.samples.map { ($0.split?.rawValue ?? "none", 1) }, uniquingKeysWith: +),
            modalities: Dictionary(uniqueKeysWithValues: Modality.allCases.map { modality in
                (modality.rawValue, dataset.samples.count { $0.members[modality] != nil })
            }),
            remarks: Dictionary(grouping: remarks, by: \.0).sorted { $0.key < $1.key }.map { kind, items in
                Remark(kind: kind, count: items.count, examples: items.prefix(5).map(\.1))
            })
    }

    private static func detect(_ sources: [String]) throws -> String {
        var names: [String] = []
        for source in sources {
            let reader = try EntryReader(source: source)
            while let entry = try reader.nextReadable() { names.append(entry.name) }
        }
        guard let layout = LayoutRegistry.detect(entryNames: names) else {
            throw StageError.unknownArrangement(sources: sources, known: LayoutRegistry.all.map { "\($0.name) (\($0.expectation))" })
        }
        return layout
    }
}
