import Archives
import DemoClips
import Foundation
import Media
import Testing

/// A folder that goes with the test.
final class ScratchFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("demo-clips-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// Every member of an archive, in its order.
func members(of path: String) throws -> [(name: String, bytes: [UInt8])] {
    let reader = try EntryReader(source: path)
    var members: [(String, [UInt8])] = []
    while let entry = try reader.next() { members.append((entry.name, try reader.readAll(limit: 1 << 26))) }
    return members
}

@Suite struct DemoDatasetTests {
    @Test(arguments: DemoLayout.allCases)
    func sameSeedSameBytesAndAnotherSeedOthers(layout: DemoLayout) throws {
        let folder = try ScratchFolder()
        func bytes(seed: UInt64, _ name: String) throws -> Data {
            let path = folder.path(name)
            _ = try DemoDataset(seed: seed, clips: 11, clipSeconds: 1).write(layout: layout, to: path)
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
        let first = try bytes(seed: 5, "a.tar")
        #expect(try bytes(seed: 5, "b.tar") == first)
        #expect(try bytes(seed: 6, "c.tar") != first)
    }

    @Test func aClipDoesNotDependOnHowManyThereAre() throws {
        let folder = try ScratchFolder()
        func video(clips: Int) throws -> [UInt8]? {
            let path = folder.path("\(clips).tar")
            _ = try DemoDataset(seed: 1, clips: clips, clipSeconds: 1).write(layout: .vegas, to: path)
            return try members(of: path).first { $0.name == "VEGAS/dog/videos/video_00000.mp4" }?.bytes
        }
        let video = (few: try video(clips: 3), many: try video(clips: 14))
        #expect(video.few != nil && video.few == video.many)
    }

    @Test func overlapChangesClips() throws {
        let folder = try ScratchFolder()
        func bytes(_ overlap: Double) throws -> [[UInt8]] {
            let path = folder.path("\(overlap).zip")
            _ = try DemoDataset(seed: 1, clips: 2, clipSeconds: 1, overlap: overlap).write(layout: .vegas, to: path)
            return try members(of: path).filter { $0.name.hasSuffix(".mp4") }.map(\.bytes)
        }
        #expect(try bytes(0) != bytes(0.8))
    }

    @Test func progressCountsEveryVideo() throws {
        let folder = try ScratchFolder()
        var told: [Int] = []
        _ = try DemoDataset(seed: 2, clips: 12, clipSeconds: 1).write(layout: .vegas, to: folder.path("a.tar")) { told.append($0) }
        #expect(told == Array(1...12))
    }

    @Test func settingsOutOfRangeAreRefused() throws {
        let folder = try ScratchFolder()
        let wrong = [
            DemoDataset(seed: 0, clips: 0), DemoDataset(seed: 0, clips: 1, clipSeconds: 0.5),
            DemoDataset(seed: 0, clips: 1, clipSeconds: .nan), DemoDataset(seed: 0, clips: 1, overlap: 1.5),
        ]
        for dataset in wrong {
            #expect(throws: DemoError.self) { try dataset.write(layout: .ave, to: folder.path("a.zip")) }
        }
        let error = #expect(throws: DemoError.self) { try wrong[3].write(layout: .ave, to: folder.path("a.zip")) }
        #expect(error?.description == "demo data cannot be made with an overlap of 1.5; expected 0 to 1")
    }

    @Test func anArchiveOfUnknownKindIsRefused() throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.rar")
        #expect(throws: DemoError.notWritten(path: path, .unknownFormat(path: path))) {
            try DemoDataset(seed: 0, clips: 1).write(layout: .vegas, to: path)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
