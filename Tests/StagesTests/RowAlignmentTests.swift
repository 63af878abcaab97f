import ArrayFiles
import Clips
import Extractors
import Features
@testable import Stages
import Tensors
import Testing
import Workflow

/// Rows of two clocks, exported and pooled: a clip of 3 audio and 4 visual rows, one of 5 and 4, and one without sound.
@Suite struct RowAlignmentTests {
    private let scratch = Scratch()
    private var workspace: String { scratch.file("w") }
    private var context: RunContext { RunContext(workers: 1, events: Recorder(), interruption: .never) }

    /// Row i is full of `first` + i and begins at i * step.
    private func rows(_ count: Int, first: Float, step: Double, width: Int) -> ClipRows {
        let values = (0..<count).flatMap { [Float](repeating: first + Float($0), count: width) }
        return ClipRows(
            Matrix(rows: count, columns: width, values: values), times: (0..<count).map { Interval(start: Double($0) * step, end: Double($0 + 1) * step) })
    }

    private func fillWorkspace(_ modalities: [Modality] = Modality.allCases) throws {
        let features: [Modality: FeatureSet.Features] = [
            .audio: .init(network: "vggish", extractor: "", width: 2), .visual: .init(network: "inception-v3/tf2015", extractor: "", width: 3),
        ]
        let set = FeatureSet(
            aadml: "", rows: .segments, classNames: ["dog"], features: features.filter { modalities.contains($0.key) })
        let format = try #require(FeatureFormats.named("npy"))
        let writer = try format.writer(ExportRequest(path: scratch.file("npy"), set: set, expectedClips: 3, rowsPerClip: nil, longest: [:]))
        for (id, split, audio, visual) in [("long", Split.test, 5, 4), ("mute", .train, 0, 4), ("short", .train, 3, 4)] {
            var clip = FeatureClip(id: id, labels: ["dog"], split: split, interval: nil, features: [.visual: rows(visual, first: 100, step: 1, width: 3)])
            if audio > 0, modalities.contains(.audio) { clip.features[.audio] = rows(audio, first: 10, step: 0.7, width: 2) }
            try writer.write(clip)
        }
        _ = try writer.finish()
        _ = try FeatureImport(scratch.file("npy")).run(intoWorkspace: workspace, context)
    }

    private func export(_ format: String, _ policy: RowAlignment, to name: String, only: Modality? = nil) throws -> (path: String, lines: [String]) {
        let format = try #require(FeatureFormats.named(format))
        var choices = try ExportChoices(format: format, path: scratch.file(name), rows: .segments, rounding: nil, isFloat: true)
        try choices.align(policy)
        if let only { choices.modalities = [only] }
        return (choices.path, try FeatureExport(.workspace(path: workspace), choices).run(context))
    }

    /// By clip, the first value of every audio and visual row.
    private func read(_ path: String) throws -> [String: [Modality: [Float]]] {
        let reader = try FeatureLocation.file(path: path).reader()
        var found: [String: [Modality: [Float]]] = [:]
        while let clip = try reader.next() {
            found[clip.id] = clip.features.mapValues { rows in (0..<rows.rows).map { rows.matrix(nil)[$0, 0] } }
        }
        return found
    }

    static let expected: [(policy: RowAlignment, long: [Float], short: [Float], visual: Int)] = [
        // Centres 0.35, 1.05, 1.75, 2.45, 3.15 against 0.5, 1.5, 2.5, 3.5.
        (.nearest, [10, 12, 13, 14], [10, 12, 12, 12], 4),
        (.trim, [10, 11, 12, 13], [10, 11, 12], 3),
        (.pad, [10, 11, 12, 13, 14], [10, 11, 12], 4),
    ]

    @Test(arguments: expected) func everyPolicyGivesEqualCounts(
        policy: RowAlignment, long: [Float], short: [Float], visual: Int
    ) throws {
        try fillWorkspace()
        for (format, name) in [("npz", "a.npz"), ("hdf5-split", "b.h5"), ("npy", "c"), ("webdataset", "d"), ("tfrecord-frames", "e")] {
            let (path, lines) = try export(format, policy, to: name)
            #expect(lines[0].hasSuffix("aligned by '\(policy.rawValue)'") && lines[1] == "1 clips left out for want of features")
            let found = try read(path)
            #expect(found.keys.sorted() == ["long", "short"], "\(format)")
            #expect(found["long"] == [.audio: long, .visual: [100, 101, 102, 103]], "\(format)")
            #expect(found["short"] == [.audio: short, .visual: [100, 101, 102, 103].prefix(visual).map { $0 }], "\(format)")
            #expect(try FeatureLocation.file(path: path).reader().set.alignment == policy.rawValue)
        }
    }

    /// What another tool sees: as many rows of both, and which of them are real.
    @Test func paddedArraysHaveEqualShapesAndTheTrueCounts() throws {
        try fillWorkspace()
        let stacked = try openArrays(export("npz", .pad, to: "a.npz").path)
        let offsets = StoredArray.integers(IntegerTensor(shape: [3], values: [0, 5, 9]))
        #expect(try stacked.read("audio_offsets") == offsets && stacked.read("visual_offsets") == offsets)
        #expect(try stacked.read("audio_rows") == .integers(IntegerTensor(shape: [2], values: [5, 3])))
        #expect(try stacked.read("visual_rows") == .integers(IntegerTensor(shape: [2], values: [4, 4])))
        #expect(try stacked.read("audio").asFloats?.values.suffix(4) == [12, 12, 0, 0])
        let split = try openArrays(export("hdf5-split", .pad, to: "b.h5").path)
        #expect(try split.shape(of: "audio_test") == [1, 5, 2] && split.shape(of: "visual_test") == [1, 5, 3])
        #expect(try split.read("visual_rows_test") == .integers(IntegerTensor(shape: [1], values: [4])))
        // One modality alone is lined up with the one that is not written.
        let alone = try openArrays(export("npz", .pad, to: "alone.npz", only: .visual).path)
        #expect(try alone.read("visual_offsets") == offsets && !alone.names.contains("audio"))
    }

    @Test func wholeRowsOfTheCacheAreLeftAlone() throws {
        try fillWorkspace()
        let found = try read(export("npy", .independent, to: "c").path)
        #expect(found["long"]?[.audio]?.count == 5 && found["mute"]?[.visual]?.count == 4)
    }

    @Test func paddingThatCouldNotBeToldIsRefused() throws {
        func choices(_ name: String, _ rows: FeatureSet.Rows?) throws -> ExportChoices {
            try ExportChoices(format: try #require(FeatureFormats.named(name)), path: "x", rows: rows, rounding: nil, isFloat: false)
        }
        for (name, rows) in [("npy-cmr", FeatureSet.Rows.segments), ("npz", nil), ("npz", .pooled)] {
            var chosen = try choices(name, rows)
            #expect(throws: FeatureError.self) { try chosen.align(.pad) }
            try chosen.align(.trim)
        }
    }

    @Test func oneModalityHasNothingToLineUpWith() throws {
        try fillWorkspace([.visual])
        let error = #expect(throws: FeatureError.self) { try export("npy", .nearest, to: "c") }
        #expect(error?.description.contains("there are visual features alone") == true)
        #expect(try read(export("npy", .independent, to: "c").path).count == 3)
    }

    /// The mean is over the rows that were chosen.
    @Test(arguments: [("independent", Float(11)), ("nearest", 11.5), ("trim", 11)]) func pooledRowsAreAligned(policy: String, mean: Float) throws {
        try fillWorkspace()
        let run = try PipelineRun(scratch, """
            name: r
            workspace: \(scratch.file("t"))
            until: assemble
            features: \(workspace)
            assemble: {align: \(policy), audio: {normalize: none}, visual: {normalize: none, post: none}}
            """)
        try run.run()
        let table = try FeatureTable(path: Workspace(path: scratch.file("t"), run: "r").table)
        #expect(table.ids == ["long", "short"])
        #expect(table.audio[1, 0] == mean && table.visual[1, 0] == (policy == "trim" ? 101 : 101.5))
    }
}
