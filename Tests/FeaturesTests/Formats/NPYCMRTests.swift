import ArrayFiles
import Clips
import Features
import Foundation
import Tensors
import Testing

@Suite struct NPYCMRTests {
    private let scratch: Scratch
    private var folder: String { scratch.path("out") }

    init() throws {
        scratch = try Scratch()
        let remarks = try Samples.write(Samples.clips(.segments, codes: true), Samples.set(.segments, codes: true), as: "npy-cmr", to: folder)
        #expect(remarks == ["1 clip of the validation part go to training: the layout has none"])
    }

    private func lines(_ fold: Int) throws -> [String] {
        try String(contentsOfFile: "\(folder)/folds/fold_\(fold).txt", encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func foldersAreThoseOfTheCode() throws {
        #expect(try NPY.read("\(folder)/vgg/dog_video_00001.npy").shape == [2, 4])
        #expect(try NPY.read("\(folder)/inception/dog_video_00001.npy").shape == [2, 6])
        #expect(try NPY.read("\(folder)/VEGAS_classes/dog_video_00001.npy") == .integers(IntegerTensor(shape: [], values: [1])))
        #expect(try lines(0) == ["d", "e"])
        #expect(try Set((1...4).flatMap { try lines($0) }).count == 4)
    }

    @Test func codesWithoutAScaleStayAsTheyAre() throws {
        try FileManager.default.removeItem(atPath: "\(folder)/description.json")
        let read = try Samples.read(folder)
        #expect(read.set[.audio]?.codes == .asTheyAre)
        #expect(read.remarks.contains { $0.contains("the codes have no scale") })
        #expect(read.clips.first { $0.id == "d" }?.split == .test)
    }
}
