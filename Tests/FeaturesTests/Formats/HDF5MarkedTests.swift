import ArrayFiles
import Clips
@testable import Features
import Tensors
import Testing

@Suite struct HDF5MarkedTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func markersAreTextsThatLoadersReadRight() throws {
        let path = scratch.path("AVE.h5")
        try Samples.write(Samples.clips(.pooled, codes: false), Samples.set(.pooled, codes: false), as: "hdf5-marked", to: path)
        let file = try HDF5File(path)
        #expect(try file.read("Train_test") == .texts(shape: [6], values: ["1", "1", "2", "0", "0", "1"]))
        #expect(try file.read("Label_ID") == .integers(IntegerTensor(shape: [6], values: [0, 1, 2, 0, 1, 2])))
        #expect(try file.shape(of: "audio_feat") == [6, 4])
        #expect(try file.attributes()["aadml"] == "9.9.9")
        let index = try FeatureLocation.file(path: path).index {}
        #expect(index.entries.map(\.split) == [.train, .train, .validation, .test, .test, .train])
        #expect(index.classNames == Samples.classNames && index.entries[2].id == ".hidden%2Fé")
    }

    /// Loaders that compare text find empty parts in these; we read them right and say so.
    @Test(arguments: [("floats", true), ("bools", true), ("int8", false), ("bytes", false), ("texts", false)])
    func markersOfEveryTypeAreRead(kind: String, isRemarked: Bool) throws {
        let read = try Samples.read(arrayFilesGolden("markers_\(kind).h5"))
        #expect(read.clips.map(\.split) == [.train, .train, .train, .test, .test])
        #expect(read.remarks.contains { $0.contains("find empty parts") } == isRemarked)
    }

    @Test func aMarkerThatIsNeitherIsNamed() throws {
        let path = scratch.path("odd.h5")
        let file = try HDF5Writer(replacing: path)
        for name in ["audio_feat", "visual_feat"] { try file.column(name, of: .float32, rowShape: [2], expectedRows: 1).append([Float](repeating: 1, count: 2)) }
        try file.column("Label_ID", of: .int64, expectedRows: 1).append([Int64(0)])
        try file.textColumn("Split", expectedRows: 1).append("1.0")
        try file.commit()
        #expect(throws: FeatureError.malformed(
            file: path, item: "Split", problem: "row 0 is '1.0'; expected 0 (test), 1 (train), 2 (validation)")) { try Samples.read(path) }
    }

    @Test func withoutMarkersTheArraysAreListed() throws {
        let path = scratch.path("none.h5")
        let file = try HDF5Writer(replacing: path)
        try file.column("Label_ID", of: .int64, expectedRows: 1).append([Int64(0)])
        try file.commit()
        #expect(throws: TensorFileError.noSuchArray(file: path, name: "Train_test' or 'Split", found: ["Label_ID"])) { try Samples.read(path) }
    }
}
