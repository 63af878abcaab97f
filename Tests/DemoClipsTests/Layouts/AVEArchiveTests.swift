import DemoClips
import Media
import Testing

@Suite struct AVEArchiveTests {
    private struct Row: Hashable {
        let category: String
        let id: String
        let start: Int
        let end: Int

        init(_ line: Substring) throws {
            let fields = line.split(separator: "&").map(String.init)
            try #require(fields.count == 5 && fields[2] == "good")
            (category, id) = (fields[0], fields[1])
            (start, end) = (try #require(Int(fields[3])), try #require(Int(fields[4])))
        }
    }

    @Test func listsWhatTheOriginalListsWithItsFlaws() throws {
        let folder = try ScratchFolder()
        let path = folder.path("ave.zip")
        let manifest = try DemoDataset(seed: 8, clips: 30, clipSeconds: 1).write(layout: .ave, to: path)
        let found = try members(of: path)
        let texts = ["Annotations", "trainSet", "valSet", "testSet"].map { "AVE_Dataset/\($0).txt" }
        #expect(found.map(\.name) == manifest.entries)
        #expect(Set(found.map(\.name)) == Set(texts + manifest.clips.map { "AVE_Dataset/AVE/\($0.id).mp4" }))
        #expect(manifest.clips.count == 32 && manifest.clips.allSatisfy { $0.id.count == 11 })

        func lines(_ name: String) throws -> [Substring] {
            let bytes = try #require(found.first { $0.name == "AVE_Dataset/\(name).txt" }).bytes
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        }
        let annotations = try lines("Annotations")
        #expect(annotations.first == "Category&VideoID&Quality&StartTime&EndTime")
        let rows = try annotations.dropFirst().map { try Row($0) }
        let files = Set(manifest.clips.map(\.id))
        #expect(rows.filter { $0.start == $0.end }.count == 1)
        #expect(Set(rows.map(\.id)).subtracting(files).count == 1)
        #expect(files.subtracting(rows.map(\.id)).count == 1)
        let twice = Dictionary(grouping: rows, by: \.id).values.filter { $0.count > 1 }
        #expect(twice.count == 1 && twice.allSatisfy { Set($0.map(\.category)).count == 2 })

        let parts = try ["trainSet", "valSet", "testSet"].map { try lines($0).map { try Row($0) } }
        #expect(parts.joined().count == rows.count && Set(parts.joined()) == Set(rows))
        let usable = rows.filter { $0.end > $0.start && files.contains($0.id) }
        let perClass = Dictionary(grouping: usable, by: \.category).mapValues(\.count)
        #expect(perClass.count == 10 && perClass.allSatisfy { $0.value == ($0.key == "dog" ? 4 : 3) })   // dog: the second row
    }

    @Test func videosAreAsLongAsTheyShouldBeAndQuietOutsideTheEvent() throws {
        let folder = try ScratchFolder()
        let path = folder.path("ave.zip")
        let manifest = try DemoDataset(seed: 9, clips: 20, clipSeconds: 3, overlap: 0).write(layout: .ave, to: path)
        let bytes = Dictionary(uniqueKeysWithValues: try members(of: path).map { ($0.name, $0.bytes) })
        var compared = 0
        for clip in manifest.clips {
            var samples: [Float] = []
            let decoder = try MediaDecoder(.memory(try #require(bytes[clip.videoEntry])), named: clip.id)
            let summary = try decoder.decode(framesPerSecond: 1, audio: { samples += $0 }, frame: { _, _ in })
            #expect(summary.visual == .decoded(duration: 4, units: 4), "\(clip.id)")
            #expect(abs(Double(samples.count) / 16_000 - 4) < 0.1, "\(clip.id)")
            guard clip.events.count == 1, let event = clip.events.first, event.start >= 1, event.end > event.start else { continue }
            compared += 1
            let before = energy(samples[..<Int(event.start * 16_000 - 800)])
            #expect(before * 5 < energy(samples[Int(event.start * 16_000)..<min(samples.count, Int(event.end * 16_000))]), "\(clip.id)")
        }
        #expect(compared > 0)
    }

    private func energy(_ samples: ArraySlice<Float>) -> Float { samples.reduce(0) { $0 + $1 * $1 } / Float(max(samples.count, 1)) }
}
