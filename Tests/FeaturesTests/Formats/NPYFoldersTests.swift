import ArrayFiles
import Clips
import Features
import Foundation
import Tensors
import Testing

@Suite struct NPYFoldersTests {
    private let scratch: Scratch
    private var folder: String { scratch.path("out") }

    init() throws {
        scratch = try Scratch()
        try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "npy", to: folder)
    }

    @Test func filesAreNamedAsVideoFeaturesNamesThem() throws {
        #expect(try NPY.read("\(folder)/vggish/dog_video_00001_vggish.npy").shape == [2, 4])
        #expect(try NPY.read("\(folder)/inception-v3/tf2015/dog_video_00001_inception-v3.npy").shape == [2, 6])
        #expect(try NPY.read("\(folder)/inception-v3/tf2015/dog_video_00001_fps.npy") == .floats(Tensor(shape: [], values: [2])))
        #expect(try NPY.read("\(folder)/inception-v3/tf2015/dog_video_00001_timestamps_ms.npy").shape == [2])
        #expect(FileManager.default.fileExists(atPath: "\(folder)/vggish/a1%2FViolin, fiddle%2F2-7_vggish.npy"))
        #expect(FileManager.default.fileExists(atPath: "\(folder)/vggish/%2Ehidden%252Fé_vggish.npy"))
    }

    @Test func foldersOfVideoFeaturesAreReadWithoutAnIndex() throws {
        for file in ["index.jsonl", "description.json"] { try FileManager.default.removeItem(atPath: "\(folder)/\(file)") }
        let read = try Samples.read(folder)
        #expect(Set(read.clips.map(\.id)) == Set(Samples.clips(.segments, codes: false).map(\.id)))
        #expect(read.clips.allSatisfy { $0.split == nil && $0.labels == ["unlabelled"] && $0.features[.audio] != nil })
        #expect(read.remarks.count == 1)
    }

    @Test func aDamagedFileIsNamed() throws {
        let path = "\(folder)/vggish/d_vggish.npy"
        try Data([0x93, 0x4e]).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: TensorFileError.self) { try Samples.read(folder) }
        #expect("\(try #require(error))".hasPrefix(path))
    }

    @Test func anIDTooLongForAFileIsRefused() throws {
        var clip = Samples.clips(.segments, codes: false)[0]
        clip.id = String(repeating: "/", count: 80)
        #expect(throws: FeatureError.self) { try Samples.write([clip], Samples.set(.segments, codes: false), as: "npy", to: scratch.path("long")) }
    }
}
