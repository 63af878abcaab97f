import ArrayFiles
import Clips
import Foundation
import Tensors
import Testing
import Workflow

@testable import Features

/// Whatever a reader is opened on, it gives checked clips or a typed error.
@Suite struct FeatureReaderTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func read(_ path: String) throws -> [FeatureClip] {
        let reader = try FeatureLocation(path).reader()
        var clips: [FeatureClip] = []
        while let clip = try reader.next() { clips.append(clip) }
        return clips
    }

    @Test(arguments: ["parts.h5", "markers_int8.h5", "markers_bytes.h5", "markers_texts.h5", "markers_floats.h5", "markers_bools.h5", "parts.npz", "table.npz"])
    func theLayoutsOfTheFieldGiveTheSameRows(name: String) throws {
        let clips = try read(arrayFilesGolden(name))
        #expect(clips.count == 5 && clips.allSatisfy { $0.features[.audio]?.columns == 4 && $0.features[.visual]?.columns == 6 })
        #expect(clips[0].features[.audio]?.matrix(nil).values.prefix(3) == [0.126, -0.132, 0.64])
        #expect(clips.map(\.split) == [.train, .train, .train, .test, .test])
        let index = try FeatureLocation.file(path: arrayFilesGolden(name)).index {}
        #expect(clips.map { index.classIDs[$0.labels[0]] } == [0, 1, 2, 1, 0])
    }

    /// Codes come as the numbers they stand for.
    @Test func codesBecomeNumbers() throws {
        let path = scratch.path("codes.npz")
        try Samples.write(Samples.clips(.pooled, codes: true), Samples.set(.pooled, codes: true), as: "npz", to: path)
        let reader = try FeatureLocation.file(path: path).reader()
        let clip = try #require(try reader.next())
        #expect(reader.set.modalities.allSatisfy { reader.set[$0]?.codes == nil })
        guard case .codes(let codes)? = Samples.clips(.pooled, codes: true)[0].features[.audio]?.values else { Issue.record("no codes"); return }
        #expect(clip.features[.audio]?.values == .floats(codes.map { Float(Double($0) * 4 / 255 - 2) }))
    }

    private func table() -> TensorDictionary {
        TensorDictionary(
            tensors: [
                "audio": Tensor(shape: [5, 2], values: (0..<10).map(Float.init)), "visual": Tensor(shape: [5, 3], values: (0..<15).map(Float.init)),
            ],
            integers: [
                "labels": IntegerTensor(shape: [5], values: [0, 1, 2, 1, 0]), "splits": IntegerTensor(shape: [5], values: [0, 0, 1, 2, 2]),
            ])
    }

    /// What is changed in a good table, and words of the message.
    static let refused: [(@Sendable (inout TensorDictionary) -> Void, String)] = [
        ({ $0.tensors["audio"]!.values[3] = .nan }, "clip 'row 1': row 0 of its audio features has NaN or infinite values"),
        ({ $0.tensors["visual"]!.values[14] = .infinity }, "clip 'row 4': row 0 of its visual features has NaN or infinite values"),
        ({ $0.tensors["visual"] = Tensor(shape: [4, 3], values: .init(repeating: 0, count: 12)) }, "'visual': has 4 rows, 'labels' has 5"),
        ({ $0.integers["labels"] = IntegerTensor(shape: [4], values: [0, 1, 2, 1]) }, "rows, 'labels' has 4"),
        ({ $0.integers["labels"]!.values[2] = -1 }, "'row 2': its label is -1; expected class ids from 0"),
        ({ $0.integers["labels"]!.values[2] = 1 << 40 }, "'row 2': its label is 1099511627776; expected class ids from 0"),
        ({ $0.metadata["class_names"] = #"["a","b"]"# }, "'row 2': its label is 2; expected one of the 2 named classes"),
        ({ $0.integers["labels"] = nil; $0.tensors["labels"] = Tensor(shape: [5], values: [0, 1, 1.5, 0, 0]) }, "row 2 is 1.5, expected a whole number"),
        ({ $0.integers["labels"] = nil; $0.tensors["labels"] = Tensor(shape: [5], values: [0, .nan, 1, 0, 0]) }, "row 1 is nan, expected a whole number"),
        ({ $0.integers["labels"] = IntegerTensor(shape: [5, 2], values: .init(repeating: 0, count: 10)) }, "expected shape (N,) or (N, 1)"),
        ({ $0.integers["splits"]!.values[3] = 3 }, "'splits': row 3 is '3'; expected 0 (train), 1 (validation), 2 (test)"),
        ({ $0.tensors["audio"] = Tensor(shape: [5, 0], values: []) }, "'audio' has shape [5, 0]"),
        ({ $0.metadata["ids"] = #"["a","b","c","d"]"# }, "'ids': has 4 rows, 'labels' has 5"),
        ({ $0.metadata["ids"] = #"["a","b","c","d","a"]"# }, "clip 'a': duplicate id"),
        ({ $0.metadata["ids"] = "a, b" }, "'ids': "),
    ]

    @Test(arguments: refused.indices) func whatCannotBeUsedIsRefused(index: Int) throws {
        let (change, words) = Self.refused[index]
        var dictionary = table()
        let path = scratch.path("x.safetensors")
        try Safetensors.write(dictionary, to: path)
        #expect(try read(path).count == 5)
        change(&dictionary)
        try Safetensors.write(dictionary, to: path)
        let error = try #require(throws: (any Error).self) { try read(path) }
        #expect("\(error)".hasPrefix("\(path): ") && "\(error)".contains(words), "\(error)")
    }

    @Test func clipsInNoPartAreReadAndInNone() throws {
        var dictionary = table()
        dictionary.integers["splits"]!.values[0] = -1
        let path = scratch.path("x.safetensors")
        try Safetensors.write(dictionary, to: path)
        #expect(try read(path).map(\.split) == [nil, .train, .validation, .test, .test])
    }

    // MARK: files that promise one thing and hold another

    private func npy(_ folder: String, _ name: String, rows: Int, columns: Int) throws {
        try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
        try NPY.write(Tensor(shape: [rows, columns], values: .init(repeating: 0.5, count: rows * columns)), to: scratch.path("\(folder)/\(name)"))
    }

    /// A folder of video_features, whose clips have rows of different widths: 3 x 128 and `rows` x 100.
    private func uneven(rows: Int) throws -> String {
        try npy("uneven/vggish", "a_vggish.npy", rows: 3, columns: 128)
        try npy("uneven/vggish", "b_vggish.npy", rows: rows, columns: 100)
        return scratch.path("uneven")
    }

    private var context: RunContext { RunContext(workers: 1, events: EventFanOut([]), interruption: .never) }

    private func export(_ path: String, as format: String, to name: String) throws {
        let choices = try ExportChoices(
            format: try #require(FeatureFormats.named(format)), path: scratch.path(name), rows: .segments, rounding: nil, isFloat: true)
        _ = try FeatureExport(FeatureLocation(path), choices).run(context)
    }

    /// Once the process ended in the middle of an export, or wrote as many rows as the bytes gave.
    @Test(arguments: [3, 32], ["npz", "hdf5-split", "npy", "webdataset"]) func widthsThatDifferAreRefusedByClip(rows: Int, format: String) throws {
        let path = try uneven(rows: rows)
        let error = try #require(throws: FeatureError.self) { try export(path, as: format, to: "out") }
        #expect(error == .badClip(file: path, clip: "b", problem: "\(rows) x 100 audio values; the other clips have rows of 128"))
        #expect(try scratch.contents == ["uneven"])
    }

    @Test func aComparisonRefusesThemToo() throws {
        let path = try uneven(rows: 3)
        #expect(throws: FeatureError.self) { try FeatureComparison(.file(path: path), .file(path: path), worst: 1, context) }
    }

    /// A folder of ours whose description names a network that leads out of an export.
    @Test(arguments: ["../../escaped", "/etc/x", "a//b", "vggish/..", ".", "", "a\u{0}b", "a\nb"])
    func aNetworkThatIsNoNameIsRefused(network: String) throws {
        let folder = scratch.path("shards")
        var set = Samples.set(.segments, codes: false)
        try Samples.write(Samples.clips(.segments, codes: false), set, as: "webdataset", to: folder)
        set[.audio]?.network = network
        try Data((set.json + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/description.json"))
        let error = try #require(throws: FeatureError.self) { try export(folder, as: "npy", to: "deep/er/out") }
        #expect("\(error)".contains("network of the audio features") && "\(error)".hasPrefix(folder), "\(error)")
        #expect(try scratch.contents == ["shards"])
    }

    /// Every format of segments, of clips with different numbers of rows, from a file that does not tell the longest.
    @Test(arguments: ["hdf5-split", "hdf5-marked"]) func noRowIsCutWhereTheSourceDoesNotTellTheLongest(format: String) throws {
        let clips = Samples.clips(.segments, codes: false)
        try Samples.write(clips, Samples.set(.segments, codes: false), as: "webdataset", to: scratch.path("shards"))
        try export(scratch.path("shards"), as: format, to: "out.h5")
        let found = try read(scratch.path("out.h5"))
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.features) }) == Dictionary(uniqueKeysWithValues: clips.map { ($0.id, $0.features) }))
    }

    /// A file whose classes have numbers alone goes into formats that need names.
    @Test func unnamedClassesAreNumberedOnTheWay() throws {
        let path = scratch.path("x.safetensors")
        try Safetensors.write(table(), to: path)
        let choices = try ExportChoices(
            format: try #require(FeatureFormats.named("hdf5-marked")), path: scratch.path("out.h5"), rows: nil, rounding: nil, isFloat: true)
        _ = try FeatureExport(.file(path: path), choices).run(context)
        #expect(try openArrays(scratch.path("out.h5")).read("Label_ID") == .integers(IntegerTensor(shape: [5], values: [0, 1, 2, 1, 0])))
    }
}
