import Foundation
import Reports
import Retrieval

/// A made-up run with everything a report can hold.
enum SampleContent {
    static let classes = [
        "Church bell", "Male speech, man speaking", "Bark", "Fixed-wing aircraft, airplane", "Race car, auto racing",
        "Violin, fiddle", "Frying (food) & <b>", "Acoustic guitar", "Train horn", "Toilet flush",
    ]

    /// Two bytes that begin a JPEG file, and two that end one.
    static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xD9]

    static func full(thumbnails: [[UInt8]] = [jpeg], classNames: [String] = classes) -> ReportContent {
        ReportContent(
            title: "AVE: audio-visual retrieval", subtitle: "AADML, triplet loss, attention proxies, 10 classes",
            pipeline: "Pipelines/ave.yaml", created: "2026-03-01 14:05 UTC", version: "0.1.0",
            notices: ["Features were computed from synthesized (random) weights: "
                + "they show that the pipeline works, not how good the networks are."],
            summary: [
                Fact("wall time", "1 h 12 min"), Fact("clips", "4,097"), Fact("samples", "4,143"), Fact("workers", "2"),
                Fact("machine", "2 cores, AVX-512, 8 GB"), Fact("precision", "float32"),
            ],
            stages: stages, data: data(classNames), training: training, retrieval: retrieval(classNames),
            examples: examples(thumbnails), settings: "name: ave\ntrain: {loss: triplet, margin: 0.2}   # \"quoted\" & <odd>\n",
            provenance: [Fact("FFmpeg", "5.1.6"), Fact("oneDNN", "2.6.3"), Fact("extract", String(repeating: "4d878af3e306defb", count: 4))])
    }

    private static let stages = [
        StageRun(name: "ingest", outcome: "up to date"),
        StageRun(name: "extract", outcome: "ran", reason: "setting 'extract.audio.hop' changed", seconds: 3481.2, count: 4085, unit: "clips"),
        StageRun(name: "train", outcome: "ran", reason: "its input changed", seconds: 62.4, count: 57, unit: "epochs"),
        StageRun(name: "evaluate", outcome: "ran", reason: "its input changed", seconds: 0.38, count: 804, unit: "queries"),
    ]

    static func data(_ names: [String]) -> DataSection {
        DataSection(
            splits: ["train", "validation", "test"],
            classes: names.enumerated().map { .init($0.element, [1290 - $0.offset * 7, 40 + $0.offset, 41 + $0.offset]) },
            modalities: [.init("audio", present: 4081, missing: 16), .init("visual", present: 4085, missing: 12)],
            problems: [
                .init(kind: "annotation rows without a file", count: 23, examples: ["-2pzU4QdvWY", "0NmqCNiBaCk"]),
                .init(kind: "ids in both train and test", count: 8, examples: ["_TgNpkSlLAw"]),
            ],
            failures: [
                .init(reason: "no_audio", modality: "audio", count: 13, examples: ["AVE/3hbQDPRHKEc.mp4", "AVE/<script>.mp4"]),
                .init(reason: "truncated", modality: "visual", count: 12, examples: ["AVE/9dE6GbdwKtM.mp4"]),
            ],
            histograms: [
                Histogram(title: "Durations", quantity: "duration (s)", edges: (0...10).map(Double.init),
                          counts: [0, 3, 11, 25, 31, 48, 77, 102, 240, 3560]),
                Histogram(title: "Audio rows", quantity: "rows", edges: (0...10).map { Double($0) + 0.5 },
                          counts: [2, 4, 10, 24, 33, 50, 80, 110, 260, 3520]),
            ],
            facts: [Fact("archive", "AVE_Dataset.zip, 4.6 GB"), Fact("split", "official")])
    }

    private static let training = TrainingSection(
        settings: [Fact("loss", "triplet"), Fact("margin", "0.2"), Fact("batch", "400"), Fact("learning rate", "1e-4")],
        curves: [
            .init(title: "Loss", quantity: "loss", series: [
                Series("total", epochs: decaying(0.9, 0.12)), Series("metric", epochs: decaying(0.5, 0.05)),
                Series("proxy", epochs: decaying(0.4, 0.07)),
            ]),
            .init(title: "Validation MAP", quantity: "MAP", series: [
                Series("audio to visual", epochs: decaying(0.1, 0.48)), Series("visual to audio", epochs: decaying(0.11, 0.5)),
            ]),
            .init(title: "Active triplets", quantity: "share", series: [Series("active", epochs: decaying(1, 0.08))]),
            .init(title: "Gradient norm", quantity: "norm", series: [Series("norm", epochs: decaying(14, 1.5))]),
        ],
        bestEpoch: 47, bestBy: "highest validation MAP", whyStopped: "no improvement for 10 epochs")

    /// A curve from one value towards another, with a little waver.
    private static func decaying(_ first: Double, _ last: Double) -> [Double] {
        (0..<57).map { epoch in
            let t = Double(epoch)
            return last + (first - last) * exp(-t / 14) + (first - last) * 0.03 * sin(t * 1.7)
        }
    }

    static func retrieval(_ names: [String]) -> RetrievalSection {
        RetrievalSection(
            scores: [
                ScoredResult(name: "cosine", metrics: Directions(audioToVisual: metrics(0.507, names), visualToAudio: metrics(0.518, names))),
                ScoredResult(name: "posterior", metrics: Directions(audioToVisual: metrics(0.541, names), visualToAudio: metrics(0.553, names))),
            ], classNames: names)
    }

    private static func metrics(_ map: Double, _ names: [String]) -> RetrievalMetrics {
        let curve = (1...40).map { [Double($0), max(0.101, map + 0.2 - pow(Double($0) / 40, 1.4) * 0.55), Double($0) / 40] }
        return RetrievalMetrics(
            values: [
                "map": .number(map), "tie_aware_map": .number(map + 0.0004), "map_at_r": .number(map - 0.11), "macro_map": .number(map - 0.034),
                "chance": .number(0.117), "mrr": .number(map + 0.171),
                "recall": .table(["1": map + 0.062, "5": map + 0.283, "10": map + 0.364]),
                "precision": .table(["1": map + 0.062, "5": map + 0.043, "10": map + 0.021]),
                "instance_recall": .table(["1": 0.012, "5": 0.041, "10": 0.072]),
                "eleven_point": .list((0...10).map { max(0.101, map + 0.25 - Double($0) * 0.062) }),
                "precision_recall": .points(curve + [[1402, 0.101, 1]]),
                "map_per_class": .table(Dictionary(names.enumerated().map {
                    ($0.element, 0.15 + 0.8 * abs(sin(Double($0.offset) * 1.3 + map)))
                }, uniquingKeysWith: { first, _ in first })),
            ],
            queriesPerClass: Dictionary(names.map { ($0, 40) }, uniquingKeysWith: { first, _ in first }), queries: 402, gallery: 1402)
    }

    private static func examples(_ thumbnails: [[UInt8]]) -> [RetrievalExample] {
        let groups = ["audio to visual", "audio to visual", "visual to audio", "visual to audio, worst queries"]
        return groups.enumerated().map { row, group in
            let toVisual = group == "audio to visual"
            return RetrievalExample(
                group: group, query: item(row, isVisual: !toVisual, thumbnails), averagePrecision: 0.913 - Double(row) * 0.22,
                hits: (1...5).map { rank in
                    .init(item(row + (rank % 2 == 0 ? rank : 0), isVisual: toVisual, thumbnails), rank: rank, score: 0.987 - Double(rank) * 0.031,
                          isRelevant: rank % 2 == 1, isPaired: rank == 3)
                })
        }
    }

    private static func item(_ index: Int, isVisual: Bool, _ thumbnails: [[UInt8]]) -> RetrievalExample.Item {
        .init(
            title: "0kFJtFXcW\(index)Q/\(classes[index % classes.count])/2-10", label: classes[index % classes.count],
            thumbnail: isVisual ? thumbnails[index % thumbnails.count] : nil,
            waveform: isVisual ? nil : (0..<300).map { Float(abs(sin(Double($0) * 0.11 * Double(index + 1)) * exp(-Double($0 % 90) / 40))) })
    }
}
