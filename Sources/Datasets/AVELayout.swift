import Clips

/// AVE: videos named by their id, and rows that say what is heard and seen in them, and when.
///
/// `AVE/<VideoID>.mp4`, `Annotations.txt` and, for the official split, `trainSet.txt`, `valSet.txt`, `testSet.txt`, in any
/// folders. Each row of `Annotations.txt` is a sample `<VideoID>/<category>/<start>-<end>` with the row's stretch as its
/// interval; rows are matched with those of the split files by all their fields.
///
/// **Source** Tian, Shi, Li, Duan, Xu: Audio-Visual Event Localization in Unconstrained Videos, ECCV 2018.
public struct AVELayout: DatasetLayout {
    public static let name = "ave"
    public static let expectation = "Annotations.txt and the videos it names as <VideoID>.mp4"

    private static let annotationsName = "Annotations.txt"
    private let options: DatasetOptions

    public init(_ options: DatasetOptions) { self.options = options }

    public static func recognises(entryNames: [String]) -> Bool {
        entryNames.contains { isText($0, annotationsName) }
    }

    public func role(of entryName: String) -> EntryRole {
        if EntryPath(entryName).isVideo { return .media }
        let texts = [Self.annotationsName] + AVESplits.fileNames.map(\.name)
        return texts.contains { Self.isText(entryName, $0) } ? .text : .ignored
    }

    public func dataset(from listing: Listing) throws(DatasetError) -> Dataset {
        guard let text = try Self.text(Self.annotationsName, in: listing) else {
            throw .missingText(layout: Self.name, name: Self.annotationsName)
        }
        let annotations = AVEAnnotations(text)
        let filter = try CategoryFilter(options, known: Self.classNames(of: annotations))
        var rows = AVERowSieve(annotations, fileName: text.reference.name, filter: filter)
        let splits = try Self.splits(in: listing, annotated: annotations.lines.map(\.row))
        let videos = Dictionary(grouping: listing.members) { String(EntryPath($0.reference.name).stem) }

        var samples: [Sample] = []
        for line in rows.lines {
            guard let files = videos[line.row.video] else {
                rows.noteMissing(line)
                continue
            }
            samples.append(try Self.sample(of: line.row, files: files, part: splits.part(of: line.row)))
        }
        guard !samples.isEmpty else {
            throw .noSamples(layout: Self.name, count: listing.members.count, expected: Self.expectation)
        }
        let problems = annotations.problems + rows.problems + splits.problems + splits.problems(among: rows.lines.map(\.row))
            + Self.unannotated(videos, annotations)
        return Dataset(samples: samples, classNames: filter.classNames, problems: problems)
    }

    private static func sample(of row: AVERow, files: [Member], part: Split?) throws(DatasetError) -> Sample {
        let files = files.sorted { $0.reference < $1.reference }
        guard files.count == 1 else { throw .idClash(id: row.id, first: files[0].reference.place, second: files[1].reference.place) }
        return Sample(
            id: row.id, labels: [row.category], split: part, interval: Interval(start: row.start, end: row.end),
            members: MediaPairing.alone(files[0]))
    }

    private static func classNames(of annotations: AVEAnnotations) -> [String] {
        var seen: Set<String> = []
        return annotations.lines.map(\.row.category).filter { seen.insert($0).inserted }
    }

    private static func unannotated(_ videos: [String: [Member]], _ annotations: AVEAnnotations) -> [DatasetProblem] {
        let named = Set(annotations.lines.map(\.row.video))
        return videos.keys.filter { !named.contains($0) }.sorted().map { video in
            DatasetProblem(kind: .unannotated, subject: video, detail: "no row of \(annotationsName) names this video")
        }
    }

    private static func splits(in listing: Listing, annotated: [AVERow]) throws(DatasetError) -> AVESplits {
        var texts: [Split: SourceText] = [:]
        for (name, split) in AVESplits.fileNames { texts[split] = try text(name, in: listing) }
        return AVESplits(texts, annotated: annotated)
    }

    private static func isText(_ entryName: String, _ name: String) -> Bool {
        EntryPath(entryName).baseName.lowercased() == name.lowercased()
    }

    /// The text of that name; copies of it in several places must be alike.
    private static func text(_ name: String, in listing: Listing) throws(DatasetError) -> SourceText? {
        let found = listing.texts.filter { isText($0.reference.name, name) }.sorted { $0.reference < $1.reference }
        guard let first = found.first else { return nil }
        if let other = found.first(where: { $0.text != first.text }) {
            throw .conflictingTexts(first: first.reference.place, second: other.reference.place)
        }
        return first
    }
}
