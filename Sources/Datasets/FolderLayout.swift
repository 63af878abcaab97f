import Clips

/// A folder a class: `<class>/clip.mp4`, with any folders below the class.
///
/// A sample's id is its path without extension. Folders around all classes are taken off both, so that `data/dog/1.mp4` and
/// `dog/1.mp4` are the same sample: the outermost folder goes, again and again, as long as all media files are in it and most
/// of them lie in folders inside it. It follows that a dataset of one class cannot be told from a folder around classes.
/// A wav beside a silent video of the same name is its sound.
public struct FolderLayout: DatasetLayout {
    public static let name = "folder"
    public static let expectation = "<class>/clip.mp4, in any folders below the class"

    private let options: DatasetOptions

    public init(_ options: DatasetOptions) { self.options = options }

    public static func recognises(entryNames: [String]) -> Bool {
        entryNames.contains { EntryPath($0).isMedia && !EntryPath($0).folders.isEmpty }
    }

    public func role(of entryName: String) -> EntryRole { EntryPath(entryName).isMedia ? .media : .ignored }

    public func dataset(from listing: Listing) throws(DatasetError) -> Dataset {
        let files = listing.members.map { (path: EntryPath($0.reference.name), member: $0) }
        let depth = Self.depthOfClasses(files.map(\.path.folders))
        let classNames = Set(files.compactMap { Self.className($0.path, depth) }).sorted()
        let filter = try CategoryFilter(options, known: classNames)
        let clips = Dictionary(grouping: files) { file in
            (file.path.folders.dropFirst(depth) + [file.path.stem]).joined(separator: "/")
        }

        var samples: [Sample] = []
        var problems: [DatasetProblem] = []
        for (id, files) in clips.sorted(by: { $0.key < $1.key }) {
            guard let label = Self.className(files[0].path, depth) else {
                problems.append(DatasetProblem(kind: .unlabelled, subject: id, detail: "it lies in no class's folder"))
                continue
            }
            guard filter.keeps(label) else { continue }
            let members = try MediaPairing.pair(files.map(\.member), id: id, spareSound: .clashes)
            samples.append(Sample(id: id, labels: [label], members: members))
        }
        guard !samples.isEmpty else {
            throw .noSamples(layout: Self.name, count: listing.members.count, expected: Self.expectation)
        }
        return Dataset(samples: samples, classNames: filter.classNames, problems: problems)
    }

    private static func className(_ path: EntryPath, _ depth: Int) -> String? {
        path.folders.count > depth ? String(path.folders[depth]) : nil
    }

    /// How many folders stand around the classes.
    private static func depthOfClasses(_ folders: [[Substring]]) -> Int {
        var depth = 0
        while let outermost = folders.first(where: { $0.count > depth })?[depth] {
            let inside = folders.filter { $0.count > depth && $0[depth] == outermost }
            guard inside.count == folders.filter({ $0.count >= depth }).count else { return depth }
            let deeper = inside.filter { $0.count > depth + 1 }
            guard 2 * deeper.count > inside.count else { return depth }
            depth += 1
        }
        return depth
    }
}
