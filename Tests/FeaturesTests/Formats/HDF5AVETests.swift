import ArrayFiles
import Clips
import Features
import Foundation
import Tensors
import Testing

@Suite struct HDF5AVETests {
    private let scratch: Scratch
    private var folder: String { scratch.path("AVE") }

    init() throws {
        scratch = try Scratch()
        try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "hdf5-ave", to: folder)
    }

    private func dataset(_ file: String, _ name: String = "avadataset") throws -> StoredArray { try HDF5File("\(folder)/\(file)").read(name) }

    @Test func filesHaveTheNamesAndShapesOfTheField() throws {
        #expect(try dataset("audio_feature.h5").shape == [6, 10, 4])
        #expect(try dataset("visual_feature_vec.h5").shape == [6, 10, 6])
        #expect(try dataset("labels.h5").shape == [6, 10, 4])
        #expect(try dataset("mil_labels.h5").shape == [6, 4])
        #expect(try dataset("train_order.h5", "order") == .integers(IntegerTensor(shape: [3], values: [0, 1, 5])))
        #expect(try dataset("val_order.h5", "order") == .integers(IntegerTensor(shape: [1], values: [2])))
    }

    /// The first clip's event goes from 2 to 7 s: class 0 there, background (3) elsewhere.
    @Test func secondsOutsideTheEventAreBackground() throws {
        guard case .floats(let labels) = try dataset("labels.h5") else { Issue.record("no floats"); return }
        let classes = (0..<10).map { second in (0..<4).first { labels.values[second * 4 + $0] == 1 } }
        #expect(classes == [3, 3, 0, 0, 0, 0, 0, 3, 3, 3])
    }

    @Test func withoutOurOwnFileEventsComeFromTheLabels() throws {
        try FileManager.default.removeItem(atPath: folder + "/clips.h5")
        let read = try Samples.read(folder)
        #expect(read.clips.map(\.id).first == "row 0")
        #expect(read.clips[0].interval == Interval(start: 2, end: 7) && read.clips[1].interval == nil)
        #expect(read.clips.map(\.split) == [.train, .train, .validation, .test, .test, .train])
        #expect(read.clips[0].features[.audio]?.rows == 10)
    }

    @Test func anOrderBeyondTheClipsIsNamed() throws {
        let path = folder + "/test_order.h5"
        let file = try HDF5Writer(replacing: path)
        try file.column("order", of: .int64, expectedRows: 1).append([Int64(6)])
        try file.commit()
        #expect(throws: FeatureError.malformed(file: path, item: "order", problem: "names row 6, of 6")) { try Samples.read(folder) }
    }
}
