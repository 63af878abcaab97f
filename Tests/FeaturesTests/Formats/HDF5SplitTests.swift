import ArrayFiles
import Clips
import Features
import Tensors
import Testing

@Suite struct HDF5SplitTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func partsHaveTheNamesOfTheField() throws {
        let path = scratch.path("VEGAS.h5")
        try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "hdf5-split", to: path, rowsPerClip: 2)
        let file = try HDF5File(path)
        #expect(try file.shape(of: "audio_train") == [3, 2, 4])
        #expect(try file.shape(of: "visual_test") == [2, 2, 6])
        #expect(try file.read("lab_train") == .integers(IntegerTensor(shape: [3], values: [0, 1, 2])))
        #expect(try file.read("audio_rows_val") == .integers(IntegerTensor(shape: [1], values: [2])))
    }

    @Test func longerClipsAreCutAndCounted() throws {
        let remarks = try Samples.write(
            Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "hdf5-split", to: scratch.path("a.h5"), rowsPerClip: 2)
        #expect(Set(remarks) == ["2 clips cut to 2 audio rows", "2 clips cut to 2 visual rows"])
    }

    @Test func clipsInNoPartAreLeftOutAndCounted() throws {
        var clips = Samples.clips(.pooled, codes: false)
        clips[1].split = nil
        #expect(try Samples.write(clips, Samples.set(.pooled, codes: false), as: "hdf5-split", to: scratch.path("a.h5")) == ["1 clip in no part left out"])
        #expect(try Samples.read(scratch.path("a.h5")).clips.count == 5)
    }

    @Test func filesOfTheFieldAreRead() throws {
        let read = try Samples.read(arrayFilesGolden("parts.h5"))
        #expect(read.clips.map(\.id) == ["row_train 0", "row_train 1", "row_train 2", "row_test 0", "row_test 1"])
        #expect(read.clips.map(\.labels) == [["class 0"], ["class 1"], ["class 2"], ["class 1"], ["class 0"]])
        #expect(read.set[.audio]?.network == "unknown" && read.set[.audio]?.width == 4)
    }

    @Test func aLabelThatIsNoClassIsNamed() throws {
        let path = scratch.path("bad.h5")
        let file = try HDF5Writer(replacing: path)
        for part in ["train", "test"] {
            try file.column("audio_\(part)", of: .float32, rowShape: [2], expectedRows: 1).append([Float](repeating: 1, count: 2))
            try file.column("lab_\(part)", of: .int64, expectedRows: 1).append([Int64(part == "train" ? 3 : -1)])
        }
        try file.commit()
        #expect(throws: FeatureError.malformed(
            file: path, item: "row_test 0", problem: "its label is -1; expected class ids from 0 to 65535")) { try Samples.read(path) }
    }
}
