import Tensors

/// Which videos a demo AVE has, what happens in them when, and what its annotations say.
struct AVEPlan {
    enum Part: String, CaseIterable { case train, val, test }

    struct Video: Sendable {
        let index: Int
        let events: [DemoClip.Event]
    }

    /// A row of the annotations; whole seconds, as in the original.
    struct Annotation {
        let index: Int
        let category: Int
        let start: Int
        let end: Int
        let part: Part
    }

    /// Length of every video.
    let seconds: Double
    /// Those with a file: the dataset's clips, then the one whose row is empty and the one that has none.
    private(set) var videos: [Video] = []
    private(set) var annotations: [Annotation] = []

    /// The part each of ten successive clips of a class belongs to: 60 % train, 10 % val, 30 % test.
    private static let parts: [Part] = [.train, .test, .train, .train, .val, .train, .test, .train, .train, .test]

    init(_ dataset: DemoDataset) {
        let categories = DemoDataset.categories.count
        seconds = dataset.clipSeconds.rounded(.up) + DemoDataset.roomAround
        for index in 0..<dataset.clips {
            let category = index % categories
            let part = Self.parts[index / categories % Self.parts.count]
            var stretches = [(category, Self.stretch(of: index, seconds: Int(seconds), seed: dataset.seed))]
            if index == 0 {
                let half = Int(seconds) / 2
                stretches = [(category, 0..<half), ((category + 2) % categories, half..<Int(seconds))]
            }
            add(index, stretches, part)
        }
        let (empty, unnamed, missing) = (dataset.clips, dataset.clips + 1, dataset.clips + 2)
        add(empty, [(empty % categories, 0..<0)], .train)
        videos.append(Video(index: unnamed, events: [.init(category: unnamed % categories, start: 0, end: seconds)]))
        annotations.append(Annotation(index: missing, category: missing % categories, start: 0, end: Int(seconds), part: .train))
    }

    private mutating func add(_ index: Int, _ stretches: [(category: Int, seconds: Range<Int>)], _ part: Part) {
        videos.append(Video(index: index, events: stretches.map {
            .init(category: $0.category, start: Double($0.seconds.lowerBound), end: Double($0.seconds.upperBound))
        }))
        for stretch in stretches {
            annotations.append(Annotation(
                index: index, category: stretch.category, start: stretch.seconds.lowerBound, end: stretch.seconds.upperBound, part: part))
        }
    }

    /// In two videos of three the event fills everything; in the third it leaves out a second or more.
    private static func stretch(of index: Int, seconds: Int, seed: UInt64) -> Range<Int> {
        var random = SeededGenerator(seed: seed, stream: "demo event \(index)")
        guard random.below(3) == 0, seconds > 2 else { return 0..<seconds }
        let length = 2 + random.below(seconds - 2)
        let start = random.below(seconds - length + 1)
        return start..<(start + length)
    }
}
