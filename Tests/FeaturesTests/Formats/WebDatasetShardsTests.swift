import Archives
import Clips
import Features
import Foundation
import Testing

@Suite struct WebDatasetShardsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func shardsHaveKeysOfNineDigitsAndAreCountedBeside() throws {
        let folder = scratch.path("out")
        try Samples.write(Samples.clips(.segments, codes: false), Samples.set(.segments, codes: false), as: "webdataset", to: folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files == [
            "description.json", "test-00000.tar", "test-00000_stats.json", "train-00000.tar", "train-00000_stats.json", "validation-00000.tar",
            "validation-00000_stats.json",
        ])
        let reader = try EntryReader(source: folder + "/train-00000.tar")
        var names: [String] = []
        while let entry = try reader.next() { names.append(entry.name) }
        #expect(names.prefix(4) == ["000000000.audio.npy", "000000000.visual.npy", "000000000.json", "000000001.audio.npy"])
        #expect(try String(contentsOfFile: folder + "/train-00000_stats.json", encoding: .utf8) == #"{"count":3,"successes":3}"#)
    }

    @Test func aNewShardBeginsAfterAThousandClips() throws {
        let one = Samples.clips(.pooled, codes: false)[0]
        let clips = (0..<1001).map { index in
            var clip = one
            clip.id = "clip \(index)"
            return clip
        }
        let folder = scratch.path("out")
        try Samples.write(clips, Samples.set(.pooled, codes: false), as: "webdataset", to: folder)
        #expect(FileManager.default.fileExists(atPath: folder + "/train-00001.tar"))
        #expect(try Samples.read(folder).clips.map(\.id) == clips.map(\.id))
    }

    @Test func aSampleWithoutItsDescriptionIsNamed() throws {
        let folder = scratch.path("out")
        try Samples.write(Samples.clips(.pooled, codes: false), Samples.set(.pooled, codes: false), as: "webdataset", to: folder)
        let archive = try ArchiveWriter(path: folder + "/none-00000.tar", format: .tar)
        try archive.add(name: "1.audio.npy", bytes: [1])
        try archive.finish()
        #expect(throws: FeatureError.self) { try Samples.read(folder) }
    }
}
