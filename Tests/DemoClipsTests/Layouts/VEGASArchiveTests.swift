import DemoClips
import Media
import Testing

@Suite struct VEGASArchiveTests {
    private static let classes = [
        "baby_cry", "chainsaw", "dog", "drum", "fireworks", "helicopter", "printer", "rail_transport", "snoring", "water_flowing",
    ]

    @Test func holdsExactlyTheMembersOfTheLayout() throws {
        let folder = try ScratchFolder()
        let path = folder.path("vegas.tar.gz")
        let manifest = try DemoDataset(seed: 3, clips: 52, clipSeconds: 1).write(layout: .vegas, to: path)
        var expected: Set<String> = []
        for (position, category) in Self.classes.enumerated() {
            for number in 0..<(position < 2 ? 6 : 5) {
                expected.insert("VEGAS/\(category)/videos/video_0000\(number).mp4")
                expected.insert("VEGAS/\(category)/img/video_0000\(number).jpg")
                if number == 4 { expected.insert("VEGAS/\(category)/audios/video_00004.wav") }
            }
            expected.insert("VEGAS/\(category)/video_info.csv")
        }
        let found = try members(of: path)
        #expect(Set(found.map(\.name)) == expected)
        #expect(found.map(\.name) == manifest.entries)
        let perClass = Dictionary(grouping: manifest.clips) { $0.events[0].category }.mapValues(\.count)
        #expect(perClass.keys.sorted() == Self.classes)
        #expect(perClass.values.allSatisfy { $0 == 5 || $0 == 6 })
        let table = try #require(found.first { $0.name == "VEGAS/drum/video_info.csv" })
        let lines = String(decoding: table.bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.first == "YTID,start_second,end_second")
        #expect(lines.count == 6 && lines.dropFirst().allSatisfy { $0.split(separator: ",").count == 3 })
    }

    @Test func soundIsInTheVideoOrBesideIt() throws {
        let folder = try ScratchFolder()
        let path = folder.path("vegas.tar")
        let manifest = try DemoDataset(seed: 4, clips: 50, clipSeconds: 1.6).write(layout: .vegas, to: path)
        let bytes = Dictionary(uniqueKeysWithValues: try members(of: path).map { ($0.name, $0.bytes) })
        for clip in manifest.clips { try checkSound(of: clip, bytes) }
        #expect(manifest.clips.filter { $0.soundEntry != $0.videoEntry }.count == 10)
    }

    private func checkSound(of clip: DemoManifest.Clip, _ bytes: [String: [UInt8]]) throws {
        let video = try decode(clip.videoEntry, bytes)
        #expect(video.visual == .decoded(duration: 1.6, units: 2), "\(clip.id)")
        if clip.soundEntry == clip.videoEntry {
            let length = try #require(seconds(video.audio), "\(clip.id)")
            #expect(abs(length - 1.6) < 0.1, "\(clip.id)")
        } else {
            #expect(video.audio == .absent, "\(clip.id)")
            #expect(seconds(try decode(clip.soundEntry, bytes).audio) == 1.6, "\(clip.id)")
        }
    }

    private func decode(_ entry: String, _ bytes: [String: [UInt8]]) throws -> DecodeSummary {
        let decoder = try MediaDecoder(.memory(try #require(bytes[entry])), named: entry)
        return try decoder.decode(framesPerSecond: 1, audio: { _ in }, frame: { _, _ in })
    }

    private func seconds(_ outcome: StreamOutcome) -> Double? {
        guard case .decoded(let duration, _) = outcome else { return nil }
        return duration
    }
}
