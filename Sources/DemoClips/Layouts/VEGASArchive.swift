/// Demo clips as VEGAS is published: a folder for every class with `videos`, `audios`, `img` and `video_info.csv`.
///
/// As in the original, numbers start at 0 in every class, and some mp4s are silent: one in five here, whose sound is
/// the wav of the same number. Members stand class by class.
struct VEGASArchive {
    private let dataset: DemoDataset

    /// Every so many clips of a class, one has its sound beside it.
    static let silentEvery = 5

    init(_ dataset: DemoDataset) { self.dataset = dataset }

    private struct Place: Sendable {
        let index: Int
        let category: String
        let name: String
        let isSilent: Bool

        /// - Parameter index: position in the dataset, where classes take turns.
        init(index: Int, categories: [String]) {
            self.index = index
            category = categories[index % categories.count]
            let number = index / categories.count
            name = "video_" + String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
            isSilent = number % VEGASArchive.silentEvery == VEGASArchive.silentEvery - 1
        }

        var folder: String { "VEGAS/\(category)" }
        var videoEntry: String { "\(folder)/videos/\(name).mp4" }
        var soundEntry: String { isSilent ? "\(folder)/audios/\(name).wav" : videoEntry }
    }

    func write(to path: String, progress: (Int) -> Void) throws(DemoError) -> DemoManifest {
        let (categories, dataset) = (DemoDataset.categories, dataset)
        let places = categories.indices.flatMap { category in
            stride(from: category, to: dataset.clips, by: categories.count).map { Place(index: $0, categories: categories) }
        }
        var archive = try DemoArchive(path: path)
        var table: [String] = []
        try ParallelClips.forEach(count: places.count) { position throws(DemoError) in
            try Self.make(places[position], of: dataset)
        } take: { position, clip throws(DemoError) in
            let place = places[position]
            try archive.add(place.videoEntry, clip.video)
            if let wav = clip.wav { try archive.add(place.soundEntry, wav) }
            if let thumbnail = clip.thumbnail { try archive.add("\(place.folder)/img/\(place.name).jpg", thumbnail) }
            table.append(row(place))
            if position + 1 == places.count || places[position + 1].category != place.category {
                try archive.add("\(place.folder)/video_info.csv", lines: ["YTID,start_second,end_second"] + table)
                table = []
            }
            progress(position + 1)
        }
        try archive.finish()
        return DemoManifest(
            layout: .vegas, seed: dataset.seed, overlap: dataset.overlap, videoSeconds: dataset.clipSeconds,
            clips: places.map(listed), entries: archive.entries)
    }

    private static func make(_ place: Place, of dataset: DemoDataset) throws(DemoError) -> EncodedClip {
        let event = DemoClip.Event(category: place.index % DemoDataset.categories.count, start: 0, end: dataset.clipSeconds)
        let clip = dataset.clip(place.index, seconds: dataset.clipSeconds, events: [event])
        return try EncodedClip(
            clip, named: "\(place.category)_\(place.name)", sound: place.isSilent ? .beside : .inVideo, withThumbnail: true)
    }

    /// The table names the video a clip was cut from and where: here a made-up one.
    private func row(_ place: Place) -> String {
        let start = place.index % 7 * 10
        return "\(dataset.videoID(place.index)),\(start),\(Double(start) + dataset.clipSeconds)"
    }

    private func listed(_ place: Place) -> DemoManifest.Clip {
        DemoManifest.Clip(
            id: "\(place.category)_\(place.name)", index: place.index,
            events: [DemoManifest.Event(category: place.category, start: 0, end: dataset.clipSeconds)],
            soundEntry: place.soundEntry, videoEntry: place.videoEntry)
    }
}
