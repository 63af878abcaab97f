import Clips
import Datasets
import Testing

@Suite struct VEGASLayoutTests {
    private let layout = VEGASLayout(DatasetOptions())

    @Test func aSilentVideoTakesItsSoundFromTheWavBesideIt() throws {
        let dataset = try layout.dataset(from: Listing(members: [
            member("VEGAS/dog/videos/video_00850.mp4", [.visual]), member("VEGAS/dog/audios/video_00850.wav"),
            member("VEGAS/dog/videos/video_00001.mp4"), member("VEGAS/dog/audios/video_00001.wav"),
            member("VEGAS/baby_cry/videos/video_00850.mp4", [.visual]),
        ], texts: []))
        #expect(dataset.ids == ["baby_cry_video_00850", "dog_video_00001", "dog_video_00850"])
        #expect(dataset.classNames == ["baby_cry", "dog"])
        #expect(try dataset.sample("dog_video_00850") == Sample(
            id: "dog_video_00850", labels: ["dog"], members: [
                .visual: reference("VEGAS/dog/videos/video_00850.mp4"), .audio: reference("VEGAS/dog/audios/video_00850.wav"),
            ]))
        let own = reference("VEGAS/dog/videos/video_00001.mp4")
        #expect(try dataset.sample("dog_video_00001").members == [.visual: own, .audio: own], "its own sound goes before the wav")
        #expect(try dataset.sample("baby_cry_video_00850").members == [.visual: reference("VEGAS/baby_cry/videos/video_00850.mp4")])
        #expect(dataset.problems.isEmpty)
    }

    @Test func aSoundWithoutVideoIsAProblem() throws {
        let dataset = try layout.dataset(from: Listing(members: [
            member("dog/audios/video_00002.wav"), member("dog/videos/video_00001.mp4"),
        ], texts: []))
        #expect(dataset.ids == ["dog_video_00001"])
        #expect(dataset.problems == [DatasetProblem(
            kind: .unpairedSound, subject: "dog_video_00002", detail: "dog/audios/video_00002.wav has no video beside it")])
    }

    @Test func brokenFilesStillMakeSamples() throws {
        let broken = try layout.dataset(from: Listing(members: [
            member("dog/videos/video_1.mp4", problem: "empty file"), member("dog/videos/video_2.mp4", problem: "empty file"),
            member("dog/audios/video_2.wav"),
        ], texts: []))
        let first = reference("dog/videos/video_1.mp4")
        #expect(try broken.sample("dog_video_1").members == [.audio: first, .visual: first])
        #expect(try broken.sample("dog_video_2").members
            == [.audio: reference("dog/audios/video_2.wav"), .visual: reference("dog/videos/video_2.mp4")])
    }

    @Test func videosAndSoundsMayComeFromDifferentSourcesButNotTwice() throws {
        let split = [member("dog/videos/video_1.mp4", [.visual]), member("sound/dog/audios/video_1.wav", source: 1)]
        #expect(try layout.dataset(from: Listing(members: split, texts: [])).sample("dog_video_1").members[.audio]
            == reference("sound/dog/audios/video_1.wav", source: 1))
        #expect(throws: DatasetError.idClash(
            id: "dog_video_1", first: "dog/videos/video_1.mp4 (source 0)", second: "b/dog/videos/video_1.mp4 (source 1)")) {
            try layout.dataset(from: Listing(members: split + [member("b/dog/videos/video_1.mp4", source: 1)], texts: []))
        }
    }

    @Test(arguments: [
        ("VEGAS/dog/videos/video_00000.mp4", EntryRole.media), ("dog/audios/video_00000.wav", .media), ("dog/img/video_00000.jpg", .ignored),
        ("dog/video_info.csv", .ignored), ("videos/video_00000.mp4", .ignored), ("dog/videos/video_00000.wav", .ignored),
    ])
    func roles(name: String, role: EntryRole) { #expect(layout.role(of: name) == role) }

    @Test func categories() throws {
        let members = ["dog", "drum", "snoring"].map { member("\($0)/videos/video_1.mp4") }
        let dataset = try VEGASLayout(DatasetOptions(categories: ["snoring", "dog"])).dataset(from: Listing(members: members, texts: []))
        #expect(dataset.classNames == ["dog", "snoring"] && dataset.samples.count == 2)
        #expect(throws: DatasetError.unknownCategory(name: "cat", known: ["dog", "drum", "snoring"])) {
            try VEGASLayout(DatasetOptions(categories: ["cat"])).dataset(from: Listing(members: members, texts: []))
        }
    }
}
