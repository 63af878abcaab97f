import Clips
import Features
import Foundation
import Tensors
import Testing
import Workflow

@testable import Stages

/// A table is the same whichever road its features take: from a workspace, or from a file of any format that `features export` writes.
@Suite struct AssembleFromFilesTests {
    private let scratch = Scratch()
    private var context: RunContext { RunContext(workers: 1, events: Recorder(), interruption: .never) }
    private var workspace: String { scratch.file("w") }

    /// Six clips of two classes, in all parts, with one to three rows, from random weights.
    private func fillWorkspace() throws {
        let set = FeatureSet(aadml: "", rows: .segments, classNames: ["cat", "dog"], features: [
            .audio: .init(network: "vggish", extractor: "e", width: 3, synthesized: true),
            .visual: .init(network: "inception-v3/tf2015", extractor: "f", width: 4, synthesized: true),
        ])
        let format = try #require(FeatureFormats.named("npy"))
        let writer = try format.writer(ExportRequest(path: scratch.file("npy"), set: set, expectedClips: 6, rowsPerClip: nil, longest: [:]))
        let splits: [Split] = [.train, .train, .train, .train, .validation, .test]
        for (index, split) in splits.enumerated() {
            func rows(_ width: Int, _ seed: Int) -> ClipRows {
                let count = 1 + index % 3
                let values = (0..<(count * width)).map { Float(($0 * 31 + seed * 17 + index * 7) % 23) / 8 }
                return ClipRows(
                    Matrix(rows: count, columns: width, values: values), times: (0..<count).map { Interval(start: Double($0), end: Double($0 + 1)) })
            }
            try writer.write(FeatureClip(
                id: "clip \(index)", labels: [index % 2 == 0 ? "dog" : "cat"], split: split, interval: nil,
                features: [.audio: rows(3, 1), .visual: rows(4, 2)]))
        }
        _ = try writer.finish()
        _ = try FeatureImport(scratch.file("npy")).run(intoWorkspace: workspace, context)
    }

    private func table(_ features: String, _ name: String, _ assemble: String = "{audio: {normalize: none}, visual: {normalize: none, post: none}}") throws -> FeatureTable {
        let run = try PipelineRun(scratch, """
            name: r
            workspace: \(scratch.file("t-" + name))
            until: assemble
            features: \(features)
            assemble: \(assemble)
            """, file: name + ".yaml")
        try run.run()
        return try FeatureTable(path: Workspace(path: scratch.file("t-" + name), run: "r").table)
    }

    private func export(_ format: String, _ rows: FeatureSet.Rows?) throws -> String {
        let path = scratch.file("x-\(format)")
        let choices = try ExportChoices(format: try #require(FeatureFormats.named(format)), path: path, rows: rows, rounding: nil, isFloat: true)
        _ = try FeatureExport(.workspace(path: workspace), choices).run(context)
        return path
    }

    /// The formats that hold both modalities as floats, and every part.
    static let formats = FeatureFormats.all.filter { $0.modalities.count == 2 && $0.encodings.contains(.float32) }.map(\.name)

    @Test func everyFormatOfBothModalitiesIsTried() {
        #expect(Set(FeatureFormats.all.map(\.name)).subtracting(Self.formats) == ["npy-cmr", "tfrecord-audioset"])
    }

    @Test(arguments: formats) func theTableIsThatOfTheWorkspace(format: String) throws {
        try fillWorkspace()
        let expected = try table(workspace, "workspace")
        #expect(expected.ids.count == 6 && expected.isSynthesized && expected.classNames == ["cat", "dog"])
        let found = try table(try export(format, nil), "file")
        let order = expected.ids.map { id in found.ids.firstIndex(of: id) ?? -1 }
        try #require(order.allSatisfy { $0 >= 0 } && found.ids.count == 6, "\(found.ids)")
        #expect(found.audio.gathering(rows: order) == expected.audio && found.visual.gathering(rows: order) == expected.visual)
        #expect(order.map { found.splits[$0] } == expected.splits && order.map { found.labels[$0] } == expected.labels)
        #expect(found.isSynthesized && found.classNames == expected.classNames)
    }

    /// Rows of a file can be aligned, which one vector a clip cannot.
    @Test func segmentsOfAFileAreAligned() throws {
        try fillWorkspace()
        let aligned = "{align: trim, audio: {normalize: none}, visual: {normalize: none, post: none}}"
        #expect(try table(try export("npz", .segments), "segments", aligned).audio == table(workspace, "workspace", aligned).audio)
        #expect(throws: FeatureError.self) { try table(try export("hdf5-marked", .pooled), "pooled", aligned) }
    }

    @Test func aFileWithoutATestPartIsRefusedByItsName() throws {
        try fillWorkspace()
        let index = scratch.file("npy/index.jsonl")
        let lines = try String(contentsOfFile: index, encoding: .utf8).replacing("\"split\":\"test\"", with: "\"split\":\"validation\"")
        try Data(lines.utf8).write(to: URL(fileURLWithPath: index))
        let error = try #require(throws: FeatureError.self) { try table(scratch.file("npy"), "no-test") }
        #expect("\(error)".contains("no samples in the test part: no clip of \(scratch.file("npy"))"), "\(error)")
    }
}
