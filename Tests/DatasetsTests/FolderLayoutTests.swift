import Clips
import Datasets
import Testing

@Suite struct FolderLayoutTests {
    private let layout = FolderLayout(DatasetOptions())

    private func dataset(_ names: [String]) throws -> Dataset {
        try layout.dataset(from: Listing(members: names.map { member($0) }, texts: []))
    }

    @Test func theFolderIsTheClassAndThePathTheId() throws {
        let dataset = try dataset(["dog/1.mp4", "cat/deep/er/1.v2.MKV", "cat/1.wav"])
        #expect(dataset.ids == ["cat/1", "cat/deep/er/1.v2", "dog/1"])
        #expect(dataset.samples.map(\.labels) == [["cat"], ["cat"], ["dog"]])
        #expect(dataset.classNames == ["cat", "dog"])
        #expect(try dataset.sample("cat/1").members == [.audio: reference("cat/1.wav")])
    }

    @Test(arguments: ["", "data/", "a/b/c/"])
    func foldersAroundTheClassesAreTakenOff(prefix: String) throws {
        let dataset = try dataset(["dog/1.mp4", "dog/2.mp4", "cat/x/1.mp4"].map { prefix + $0 })
        #expect(dataset.ids == ["cat/x/1", "dog/1", "dog/2"])
        #expect(dataset.classNames == ["cat", "dog"])
    }

    @Test func aFileBesideTheClassesHasNoLabel() throws {
        let dataset = try dataset(["data/intro.mp4", "data/dog/1.mp4", "data/cat/1.mp4"])
        #expect(dataset.ids == ["cat/1", "dog/1"])
        #expect(dataset.subjects(.unlabelled) == ["intro"])
    }

    @Test func aSingleClassKeepsItsFolder() throws {
        #expect(try dataset(["dog/1.mp4", "dog/2.mp4"]).ids == ["dog/1", "dog/2"])
        #expect(try dataset(["data/dog/1.mp4"]).classNames == ["dog"])
    }

    @Test func aSoundBesideASilentVideoIsPairedAndOtherwiseClashes() throws {
        let paired = try layout.dataset(from: Listing(members: [member("dog/1.mp4", [.visual]), member("dog/1.wav")], texts: []))
        #expect(try paired.sample("dog/1").members == [.visual: reference("dog/1.mp4"), .audio: reference("dog/1.wav")])
        #expect(throws: DatasetError.idClash(id: "dog/1", first: "dog/1.mp4 (source 0)", second: "dog/1.wav (source 0)")) {
            try dataset(["dog/1.mp4", "dog/1.wav"])
        }
        #expect(throws: DatasetError.idClash(id: "dog/1", first: "dog/1.avi (source 0)", second: "dog/1.mp4 (source 0)")) {
            try dataset(["dog/1.mp4", "dog/1.avi"])
        }
    }

    /// Decoding it then records that there is neither sound nor video.
    @Test func aFileWithoutAnyStreamMissesAll() throws {
        let empty = try layout.dataset(from: Listing(members: [member("dog/1.mp4", []), member("dog/2.wav", [])], texts: []))
        #expect(try empty.sample("dog/1").members == [.audio: reference("dog/1.mp4"), .visual: reference("dog/1.mp4")])
        #expect(try empty.sample("dog/2").members == [.audio: reference("dog/2.wav")])
    }

    @Test func nothingWithAClassIsAnError() {
        #expect(throws: DatasetError.noSamples(layout: "folder", count: 1, expected: "<class>/clip.mp4, in any folders below the class")) {
            try dataset(["1.mp4"])
        }
    }

    @Test(arguments: [("a/b.mp4", EntryRole.media), ("a/b.OGG", .media), ("a/b.3gp", .media), ("a/b.txt", .ignored), ("a/mp4", .ignored)])
    func roles(name: String, role: EntryRole) { #expect(layout.role(of: name) == role) }
}
