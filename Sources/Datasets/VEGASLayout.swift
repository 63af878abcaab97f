import Clips

/// VEGAS: a folder a class, with numbered videos and, beside them, their sounds.
///
/// `<class>/videos/video_00850.mp4`, `<class>/audios/video_00850.wav`, below any folders or none; everything else is ignored.
/// A sample is a video, `<class>_video_00850`; its sound is the video's own, or the wav's where the video is silent.
///
/// **Source** Zhou, Wang, Fang, Bui, Berg: Visual to Sound, CVPR 2018.
public struct VEGASLayout: DatasetLayout {
    public static let name = "vegas"
    public static let expectation = "<class>/videos/video_00000.mp4, and <class>/audios/video_00000.wav where it is silent"

    private let options: DatasetOptions

    public init(_ options: DatasetOptions) { self.options = options }

    public static func recognises(entryNames: [String]) -> Bool {
        let videos = entryNames.map { EntryPath($0) }.filter(\.isVideo)
        let matching = videos.filter { VEGASFile($0) != nil && $0.stem.hasPrefix("video_") }
        return !matching.isEmpty && 2 * matching.count >= videos.count
    }

    public func role(of entryName: String) -> EntryRole {
        VEGASFile(EntryPath(entryName)) == nil ? .ignored : .media
    }

    public func dataset(from listing: Listing) throws(DatasetError) -> Dataset {
        let files = listing.members.compactMap { member in
            VEGASFile(EntryPath(member.reference.name)).map { (file: $0, member: member) }
        }
        let filter = try CategoryFilter(options, known: Set(files.map(\.file.className)).sorted())
        let clips = Dictionary(grouping: files.filter { filter.keeps($0.file.className) }, by: \.file.id)

        var samples: [Sample] = []
        var problems: [DatasetProblem] = []
        for (id, files) in clips.sorted(by: { $0.key < $1.key }) {
            if let sound = files.first, files.allSatisfy({ $0.file.kind == .sound }) {
                problems.append(DatasetProblem(
                    kind: .unpairedSound, subject: id, detail: "\(sound.member.reference.name) has no video beside it"))
                continue
            }
            samples.append(Sample(
                id: id, labels: [files[0].file.className],
                members: try MediaPairing.pair(files.map(\.member), id: id, spareSound: .ignored)))
        }
        guard !samples.isEmpty else {
            throw .noSamples(layout: Self.name, count: listing.members.count, expected: Self.expectation)
        }
        return Dataset(samples: samples, classNames: filter.classNames, problems: problems)
    }
}

/// A media file of VEGAS by its place in the folders.
private struct VEGASFile {
    enum Kind { case video, sound }

    let className: String
    let id: String
    let kind: Kind

    init?(_ path: EntryPath) {
        guard path.folders.count >= 2, path.isMedia else { return nil }
        switch path.folders[path.folders.count - 1] {
        case "videos" where path.isVideo: kind = .video
        case "audios" where !path.isVideo: kind = .sound
        default: return nil
        }
        className = String(path.folders[path.folders.count - 2])
        id = "\(className)_\(path.stem)"
    }
}
