/// Demo clips as AVE is published: one folder of mp4s named by VideoID, and annotations with a split in three files.
///
/// What makes the original awkward is there in small: one video with rows of two categories, one row of zero length,
/// one annotated video without a file, and one file without an annotation.
struct AVEArchive {
    private let dataset: DemoDataset

    init(_ dataset: DemoDataset) { self.dataset = dataset }

    private struct Row {
        let category: String
        let id: String
        let start: Int
        let end: Int
        var text: String { "\(category)&\(id)&good&\(start)&\(end)" }
    }

    func write(to path: String, progress: (Int) -> Void) throws(DemoError) -> DemoManifest {
        let plan = AVEPlan(dataset)
        let (dataset, videos) = (dataset, plan.videos)
        var archive = try DemoArchive(path: path)
        try ParallelClips.forEach(count: videos.count) { position throws(DemoError) in
            let video = videos[position]
            let clip = dataset.clip(video.index, seconds: plan.seconds, events: video.events)
            return try EncodedClip(clip, named: dataset.videoID(video.index), sound: .inVideo, withThumbnail: false)
        } take: { position, clip throws(DemoError) in
            try archive.add(entry(videos[position].index), clip.video)
            progress(position + 1)
        }
        try addAnnotations(plan, to: &archive)
        try archive.finish()
        return DemoManifest(
            layout: .ave, seed: dataset.seed, overlap: dataset.overlap, videoSeconds: plan.seconds,
            clips: videos.map(listed), entries: archive.entries)
    }

    private func addAnnotations(_ plan: AVEPlan, to archive: inout DemoArchive) throws(DemoError) {
        let rows = plan.annotations.map { annotation in
            let row = Row(
                category: DemoDataset.categories[annotation.category], id: dataset.videoID(annotation.index),
                start: annotation.start, end: annotation.end)
            return (text: row.text, part: annotation.part)
        }
        try archive.add("AVE_Dataset/Annotations.txt", lines: ["Category&VideoID&Quality&StartTime&EndTime"] + rows.map(\.text))
        for part in AVEPlan.Part.allCases {
            try archive.add("AVE_Dataset/\(part.rawValue)Set.txt", lines: rows.filter { $0.part == part }.map(\.text))
        }
    }

    private func entry(_ index: Int) -> String { "AVE_Dataset/AVE/\(dataset.videoID(index)).mp4" }

    private func listed(_ video: AVEPlan.Video) -> DemoManifest.Clip {
        DemoManifest.Clip(
            id: dataset.videoID(video.index), index: video.index,
            events: video.events.map { .init(category: DemoDataset.categories[$0.category], start: $0.start, end: $0.end) },
            soundEntry: entry(video.index), videoEntry: entry(video.index))
    }
}
