import Clips
import Foundation
import Media
import Tensors
import Testing

@Suite struct MediaDecoderTests {
    private struct Stop: Error, Equatable { let row: Int }

    @Test func theProbeSaysWhatIsThere() throws {
        let probe = try MediaDecoder(.memory(Synthetic.clip(Synthetic.format(), frames: 20)), named: "clip").probe
        #expect(probe.streams == [.audio, .visual])
        #expect(abs(try #require(probe.duration) - 2) < 0.05)
        #expect(probe.container.hasPrefix("mov"))
        #expect(probe.video == MediaProbe.Video(codec: "h264", width: 64, height: 48))
        #expect(probe.audio == MediaProbe.Audio(codec: "aac", sampleRate: 44_100, channels: 2))
    }

    @Test func aModalityNotAskedForIsPassedOver() throws {
        let decoder = try MediaDecoder(.memory(Synthetic.clip(Synthetic.format(), frames: 20)), named: "clip")
        var rows = 0
        let visual = try decoder.decode(framesPerSecond: 1, audio: nil) { _, _ in rows += 1 }
        #expect(rows == 2)
        #expect(visual.audio == .notWanted && visual.visual == .decoded(duration: 2, units: 2))
        #expect(visual.audioOffset == nil && visual.damagedPackets == [.visual: 0])
        var samples = 0
        let audio = try decoder.decode(framesPerSecond: 1, audio: { samples += $0.count }, frame: nil)
        #expect(audio.visual == .notWanted && audio.audio.units == samples)
        #expect(audio.reason(.visual) == nil && audio.reason(.audio) == nil)
    }

    @Test func aSinksErrorComesBackAsItIs() throws {
        let decoder = try MediaDecoder(.memory(Synthetic.clip(Synthetic.format(), frames: 30)), named: "clip")
        #expect(throws: Stop(row: 1)) {
            try decoder.decode(framesPerSecond: 1, audio: nil) { _, time in if time >= 1 { throw Stop(row: Int(time)) } }
        }
        #expect(throws: Stop(row: 7)) { try decoder.decode(framesPerSecond: 1, audio: { _ in throw Stop(row: 7) }, frame: nil) }
        let mine = MediaError.empty(clip: "the caller's")
        #expect(throws: mine) { try decoder.decode(framesPerSecond: 1, audio: { _ in throw mine }, frame: { _, _ in }) }
    }

    /// Cover art is a picture in the container, not a video of the clip.
    @Test func coverArtIsNoVideo() throws {
        let decoded = try Decoded(.memory(flacWithCover()))
        #expect(decoded.summary.visual == .absent)
        #expect(decoded.samples.count == 16_000)
    }

    /// The second stretch has another size; each picture keeps its own.
    @Test func picturesMayChangeSizeOnTheWay() throws {
        func stretch(_ width: Int, _ height: Int, from tick: Int64) throws -> [UInt8] {
            var format = Synthetic.format("mpegts", width: width, height: height)
            format.audio = nil
            format.video?.options["bf"] = "0"   // or the muxer would move the first stretch to keep its times positive
            return try Synthetic.clip(format, frames: 10, firstTick: tick)
        }
        let decoded = try Decoded(.memory(stretch(64, 48, from: 0) + stretch(96, 80, from: 10)), framesPerSecond: 10)
        #expect(decoded.images.map(\.width) == Array(repeating: 64, count: 10) + Array(repeating: 96, count: 10))
        #expect(decoded.images.map(\.height) == Array(repeating: 48, count: 10) + Array(repeating: 80, count: 10))
    }

    /// Time stamps that run backwards would break the order of rows: such frames are counted, not shown.
    @Test func framesOutOfOrderAreDamage() throws {
        var format = Synthetic.format("mpegts")
        format.audio = nil
        let late = try Synthetic.clip(format, frames: 10, firstTick: 10)
        let early = try Synthetic.clip(format, frames: 10, firstTick: 5)
        let decoded = try Decoded(.memory(late + early), framesPerSecond: 10)
        #expect(decoded.images.count == 10)
        #expect(decoded.summary.damagedPackets == [.visual: 10])
    }

    /// The second stretch has another rate and another number of channels.
    @Test func soundMayChangeItsRateOnTheWay() throws {
        func stretch(_ rate: Int, _ channels: Int) throws -> [UInt8] {
            try Synthetic.clip(ClipFormat(container: "adts", audio: AudioEncoding(sampleRate: rate, channels: channels)), frames: 1)
        }
        let first = try stretch(44_100, 2), second = try stretch(24_000, 1)
        let decoded = try Decoded(.memory(first + second))
        let apart = try Decoded(.memory(first)).samples.count + Decoded(.memory(second)).samples.count
        #expect(abs(decoded.samples.count - apart) <= 2)
        #expect(abs(try #require(decoded.summary.audio.seconds) * 16_000 - Double(apart)) < 3)
    }

    @Test func theSoundsLagBehindThePicturesIsTold() throws {
        let bytes = try Synthetic.clip(Synthetic.format("matroska"), frames: 20, firstTick: 3)
        let offset = try #require(try Decoded(.memory(bytes)).summary.audioOffset)
        #expect(abs(offset + 0.3) < 0.03)   // the pictures start 0.3 s into the sound
    }

    @Test func aFramesPictureServesEveryRowItIsOnDisplayFor() throws {
        let encoder = try ClipEncoder(
            ClipFormat(container: "matroska", video: VideoEncoding(width: 32, height: 32, ticksPerSecond: 1000)), named: "slides")
        try encoder.add(.flat(32, 32, [50, 50, 50]), at: 0, lasting: 2600)
        try encoder.add(.flat(32, 32, [150, 150, 150]), at: 2600, lasting: 400)
        let decoded = try Decoded(.memory(encoder.finish()), framesPerSecond: 2)
        #expect(decoded.times.prefix(6) == [0, 0.5, 1, 1.5, 2, 2.5])
        #expect(decoded.levels.prefix(6).allSatisfy { abs($0 - 50) <= 2 })
    }

    @Test func oneFrameIsOneRow() throws {
        let bytes = try Synthetic.clip(ClipFormat(video: VideoEncoding(width: 32, height: 32, ticksPerSecond: 25)), frames: 1)
        #expect(try Decoded(.memory(bytes)).images.count == 1)
    }

    @Test func librariesAreNamedForDoctor() {
        let versions = MediaLibraries.versions()
        #expect(versions.map(\.library) == ["libavformat", "libavcodec", "libavutil", "libswscale", "libswresample"])
        #expect(versions.allSatisfy { $0.version.split(separator: ".").count == 3 && !$0.version.hasPrefix("0.") })
        #expect(MediaLibraries.hasEncoder("aac") && MediaLibraries.hasDecoder("h264") && !MediaLibraries.hasEncoder("nonsense"))
    }

    /// A FLAC file with a PICTURE block holding a JPEG, put together by hand.
    private func flacWithCover() throws -> [UInt8] {
        let format = ClipFormat(container: "flac", audio: AudioEncoding(sampleRate: 16_000, channels: 1, codec: "flac"))
        let plain = try Synthetic.clip(format, frames: 1)
        let jpeg = try JPEGEncoder.encode(.flat(32, 32, [200, 30, 60]), quality: 90)
        func big(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) } }
        let mime = Array("image/jpeg".utf8)
        let block = big(3) + big(mime.count) + mime + big(0) + big(32) + big(32) + big(24) + big(0) + big(jpeg.count) + jpeg
        let streamInfo = 4 + 38   // marker, block header and 34 bytes
        return Array(plain[..<streamInfo]) + [6] + big(block.count)[1...] + block + plain[streamInfo...]
    }
}
