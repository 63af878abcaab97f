import Clips

/// WebDataset shards: files that share a key are one sample, `key.mp4` or `key.mp4` and `key.wav`, with its label beside it.
///
/// The key is a member's path up to the first dot of its base name, and the sample's id. The label is the text of `key.cls`,
/// the field `label`, `labels`, `cls`, `class` or `category` of `key.json`, or the text of `key.txt`, in this order; a list
/// gives several labels, of which the first is trained on. Keys are unique over all shards.
///
/// **Source** https://github.com/webdataset/webdataset, as video2dataset writes it.
public struct WebDatasetLayout: DatasetLayout {
    public static let name = "webdataset"
    public static let expectation = "key.mp4 (and key.wav) with a label in key.cls, key.json or key.txt"

    private let options: DatasetOptions

    public init(_ options: DatasetOptions) { self.options = options }

    public static func recognises(entryNames: [String]) -> Bool {
        let paths = entryNames.map { EntryPath($0) }
        let labelled = Set(paths.filter { WebDatasetLabel.extensions.contains($0.pathExtension) }.map(\.key))
        let media = Set(paths.filter(\.isMedia).map(\.key))
        return !media.isEmpty && 2 * media.intersection(labelled).count >= media.count
    }

    public func role(of entryName: String) -> EntryRole {
        let path = EntryPath(entryName)
        if path.isMedia { return .media }
        return WebDatasetLabel.extensions.contains(path.pathExtension) ? .text : .ignored
    }

    public func dataset(from listing: Listing) throws(DatasetError) -> Dataset {
        let media = Dictionary(grouping: listing.members) { EntryPath($0.reference.name).key }
        let texts = Dictionary(grouping: listing.texts) { EntryPath($0.reference.name).key }
        var labels = LabelReader()
        for key in texts.keys.sorted() { try labels.read(texts[key] ?? [], key: key, hasMedia: media[key] != nil) }

        let known = Set(labels.found.values.flatMap { $0 })
        let filter = try CategoryFilter(options, known: Self.inClassOrder(known))
        var samples: [Sample] = []
        for (key, files) in media.sorted(by: { $0.key < $1.key }) {
            try Self.checkShards(files.map(\.reference).sorted() + (texts[key] ?? []).map(\.reference).sorted(), key: key)
            guard let own = labels.found[key] else {
                labels.noteUnlabelled(key)
                continue
            }
            let kept = own.filter(filter.keeps)
            guard !kept.isEmpty else { continue }
            let members = try MediaPairing.pair(files, id: key, spareSound: .ignored)
            samples.append(Sample(id: key, labels: kept, members: members))
        }
        guard !samples.isEmpty else {
            throw .noSamples(layout: Self.name, count: listing.members.count, expected: Self.expectation)
        }
        return Dataset(samples: samples, classNames: filter.classNames, problems: labels.problems)
    }

    private static func checkShards(_ references: [MemberReference], key: String) throws(DatasetError) {
        if let first = references.first, let other = references.first(where: { $0.source != first.source }) {
            throw .idClash(id: key, first: first.place, second: other.place)
        }
    }

    /// By name; by value where all are numbers, so that 10 comes after 9.
    private static func inClassOrder(_ names: Set<String>) -> [String] {
        let numbers = names.compactMap { Int($0) }
        guard numbers.count == names.count else { return names.sorted() }
        return names.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
    }
}

/// Collects the labels of all keys, and what was odd about them.
private struct LabelReader {
    private(set) var found: [String: [String]] = [:]
    private(set) var problems: [DatasetProblem] = []
    private var flawed: Set<String> = []

    mutating func read(_ texts: [SourceText], key: String, hasMedia: Bool) throws(DatasetError) {
        guard hasMedia else {
            let name = texts.map(\.reference).min()?.name ?? key
            problems.append(DatasetProblem(kind: .missingFile, subject: key, detail: "\(name) has no clip beside it"))
            return
        }
        let ranked = WebDatasetLabel.extensions.flatMap { wanted in
            texts.filter { EntryPath($0.reference.name).pathExtension == wanted }.sorted { $0.reference < $1.reference }
                .map { (wanted, $0) }
        }
        for (wanted, text) in ranked {
            do {
                guard let labels = try WebDatasetLabel.labels(in: text.text, extension: wanted) else { continue }
                found[key] = labels
                return
            } catch {
                flawed.insert(key)
                problems.append(DatasetProblem(kind: .malformedRow, subject: text.reference.name, detail: error.text))
                return
            }
        }
    }

    mutating func noteUnlabelled(_ key: String) {
        guard !flawed.contains(key) else { return }
        problems.append(DatasetProblem(kind: .unlabelled, subject: key, detail: "no label in key.cls, key.json or key.txt"))
    }
}
