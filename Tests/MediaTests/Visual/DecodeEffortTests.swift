import Clips
@testable import Media
import Tensors
import Testing

/// Rows of a clip of which only what they need was decoded are those of a full decode, to the bit.
@Suite struct DecodeEffortTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var container = "matroska"
        let codec: String
        var pixelFormat = "yuv420p"
        var options: [String: String] = [:]
        /// Ticks of 40 ms each frame is on display, taken in turn.
        var pace: [Int64] = [1]
        /// Share of the frames that one row a second may cost at most; 1 where the codec does not tell what can be left out.
        let most: Double

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "H.264 without B frames", container: "mp4", codec: "libx264", options: ["g": "250", "bf": "0"], most: 1),
        Case(name: "H.264 with B frames", container: "mp4", codec: "libx264", options: ["g": "250", "bf": "3", "x264-params": "b-adapt=0:scenecut=0"], most: 0.7),
        Case(name: "H.264 with short groups", container: "mp4", codec: "libx264", options: ["g": "8", "bf": "2", "x264-params": "scenecut=0"], most: 0.4),
        Case(name: "H.264 of key frames alone", container: "mp4", codec: "libx264", options: ["g": "1"], most: 0.15),
        Case(name: "H.264 with open groups", codec: "libx264", options: ["g": "10", "bf": "3", "x264-params": "open-gop=1:b-adapt=0:scenecut=0"], most: 0.8),
        Case(name: "H.264 with a rolling refresh", codec: "libx264", options: ["g": "12", "bf": "0", "intra-refresh": "1"], most: 1),
        Case(name: "H.264 in a transport stream", container: "mpegts", codec: "libx264", options: ["g": "25", "bf": "3", "x264-params": "b-adapt=0:scenecut=0"], most: 0.8),
        Case(name: "H.264 of fields", container: "mp4", codec: "libx264", options: ["g": "25", "bf": "2", "x264-params": "tff=1"], most: 1),
        Case(name: "H.264 of uneven pace", container: "mp4", codec: "libx264", options: ["g": "30", "bf": "3"], pace: [1, 3, 1, 1, 40, 1, 2], most: 0.9),
        Case(name: "HEVC", container: "mp4", codec: "libx265", options: ["x265-params": "log-level=none:keyint=20:bframes=3:temporal-layers=1:pools=1:frame-threads=1"], most: 1),
        Case(name: "MPEG-4 part 2", container: "mp4", codec: "mpeg4", options: ["g": "20", "bf": "2", "b_strategy": "0"], most: 0.6),
        Case(name: "MPEG-2", container: "mpegts", codec: "mpeg2video", options: ["g": "15", "bf": "2", "b_strategy": "0"], most: 0.6),
        Case(name: "MPEG-4 part 2 in AVI", container: "avi", codec: "mpeg4", options: ["g": "20", "bf": "2"], most: 1),
        Case(name: "VP9", container: "webm", codec: "libvpx-vp9", options: ["deadline": "realtime", "cpu-used": "8", "g": "20"], most: 1),
        Case(name: "MJPEG in AVI", container: "avi", codec: "mjpeg", pixelFormat: "yuvj420p", most: 0.15),
        Case(name: "ProRes", container: "mov", codec: "prores", pixelFormat: "yuv422p10le", most: 0.15),
    ]

    static let rates = [1, 0.4, 2.5, 7.3, 25]

    @Test(arguments: cases)
    func rowsAreThoseOfAFullDecode(of testCase: Case) throws {
        let clip = try encoded(testCase)
        for rate in Self.rates { try expectEqualRows(clip, rate, "\(rate) rows a second") }
        let frames = try Decoded(MediaDecoder(clip, named: "clip"), effort: .everything).summary.decodedFrames
        let needed = try Decoded(MediaDecoder(clip, named: "clip")).summary.decodedFrames
        #expect(frames == Self.frameCount)
        #expect(Double(needed) <= testCase.most * Double(frames), "\(needed) of \(frames) frames")
    }

    @Test(arguments: Golden.expected.choices.keys.sorted())
    func rowsOfTheCommittedClipsAreThoseOfAFullDecode(name: String) throws {
        for rate in Self.rates { try expectEqualRows(.file(path: Golden.path(name)), rate, "\(rate) rows a second") }
    }

    /// Damage in what is passed over does not show, so pixels may differ from a full decode's; the rows' instants do not,
    /// and the same bytes give the same rows.
    @Test(arguments: 0..<24)
    func aDamagedClipHasItsRows(seed: Int) throws {
        guard case .memory(var bytes) = try encoded(Self.cases[seed % 2 == 0 ? 1 : 2]) else { return }
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<(1 + seed / 4) {
            let start = bytes.count / 5 + random.below(bytes.count / 2)   // neither the header nor the index at the end
            for index in start..<(start + 12) { bytes[index] = UInt8(random.below(256)) }
        }
        let full = try Decoded(MediaDecoder(.memory(bytes), named: "clip"), framesPerSecond: 5, effort: .everything)
        let needed = try Decoded(MediaDecoder(.memory(bytes), named: "clip"), framesPerSecond: 5)
        #expect(needed.times == full.times)
        #expect(needed.summary.visual == full.summary.visual)
        let again = try Decoded(MediaDecoder(.memory(bytes), named: "clip"), framesPerSecond: 5)
        #expect(again.images.map(\.hashValue) == needed.images.map(\.hashValue))
    }

    /// A picture that is needed is spoilt and says so: the whole is then decoded, as it would have been without economies.
    @Test func damageThatShowsIsDecodedAround() throws {
        guard case .memory(var bytes) = try encoded(Self.cases[3]) else { return }
        for start in stride(from: bytes.count / 4, to: bytes.count * 3 / 4, by: 100) {
            for index in start..<(start + 60) { bytes[index] = 0xA5 }
        }
        let full = try Decoded(MediaDecoder(.memory(bytes), named: "clip"), framesPerSecond: 5, effort: .everything)
        let needed = try Decoded(MediaDecoder(.memory(bytes), named: "clip"), framesPerSecond: 5)
        #expect(needed.images.map(\.hashValue) == full.images.map(\.hashValue))
        #expect(needed.summary == full.summary)
        #expect(full.summary.damagedPackets[.visual] != 0)
    }

    private static let frameCount = 110

    private func expectEqualRows(_ clip: MediaBytes, _ rate: Double, _ comment: Comment) throws {
        let full = try Decoded(MediaDecoder(clip, named: "clip"), framesPerSecond: rate, effort: .everything)
        let needed = try Decoded(MediaDecoder(clip, named: "clip"), framesPerSecond: rate)
        #expect(needed.images.map(\.hashValue) == full.images.map(\.hashValue), comment)   // of a failure, no list of pixels
        #expect(needed.times == full.times, comment)
        #expect(needed.samples == full.samples, comment)
        #expect(needed.summary.visual == full.summary.visual, comment)
        #expect(needed.summary.audioOffset == full.summary.audioOffset, comment)
    }

    /// A bar that moves over a gradient, with grain, so that no two frames are alike and every reference matters.
    private func encoded(_ testCase: Case) throws -> MediaBytes {
        var video = VideoEncoding(width: 96, height: 64, ticksPerSecond: 25, codec: testCase.codec)
        video.pixelFormat = testCase.pixelFormat
        video.options = testCase.options
        video.isFullRange = testCase.codec == "mjpeg"
        let encoder = try ClipEncoder(ClipFormat(container: testCase.container, video: video), named: testCase.name)
        var random = SeededGenerator(seed: 5)
        var tick: Int64 = 0
        for index in 0..<Self.frameCount {
            let ticks = testCase.pace[index % testCase.pace.count]
            var pixels: [UInt8] = []
            for position in 0..<(96 * 64) {
                let (column, row) = (position % 96, position / 96)
                let level = abs(column - (index * 3) % 96) < 8 ? 220 : 40 + column + row / 2
                let grain = random.below(16)
                pixels += [UInt8(level + grain), UInt8(level), UInt8(max(0, level - 30 + grain))]
            }
            try encoder.add(RGBImage(width: 96, height: 64, pixels: pixels), at: tick, lasting: ticks)
            tick += ticks
        }
        return .memory(try encoder.finish())
    }
}
