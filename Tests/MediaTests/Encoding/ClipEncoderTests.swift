import Foundation
import Media
import Tensors
import Testing

@Suite struct ClipEncoderTests {
    @Test(arguments: ["mp4", "matroska", "mpegts", "avi"])
    func theSameCallsGiveTheSameBytes(container: String) throws {
        let first = try Synthetic.clip(Synthetic.format(container), frames: 30)
        #expect(try Synthetic.clip(Synthetic.format(container), frames: 30) == first)
        let text = String(decoding: first, as: UTF8.self)
        for mark in ["x264", "Lavf5", "Lavc5", "libav"] { #expect(!text.contains(mark), "a \(container) names \(mark)") }
    }

    /// A heap full of another encoder's leavings must not show in the bytes.
    @Test func otherEncodersLeaveNoTrace() throws {
        let others = ["libvpx-vp9", "ffv1"].filter(MediaLibraries.hasEncoder)
        var format = Synthetic.format()
        format.audio = nil
        let first = try Synthetic.clip(format, frames: 30)
        for _ in 0..<30 {
            for codec in others {
                let video = VideoEncoding(width: 64, height: 48, ticksPerSecond: 10, codec: codec)
                _ = try Synthetic.clip(ClipFormat(container: "matroska", video: video), frames: 5)
            }
            #expect(try Synthetic.clip(format, frames: 30) == first)
        }
    }

    @Test(arguments: ["libx264", "mpeg4", "mjpeg", "ffv1", "libx265", "libvpx-vp9"])
    func whatIsEncodedComesBack(codec: String) throws {
        guard MediaLibraries.hasEncoder(codec) else { return }
        var video = VideoEncoding(width: 64, height: 48, ticksPerSecond: 10, codec: codec)
        video.isFullRange = codec == "mjpeg"
        if codec == "libx265" { video.options = ["x265-params": "log-level=none"] }
        if codec == "mjpeg" { video.pixelFormat = "yuvj420p" }
        let bytes = try Synthetic.clip(ClipFormat(container: "matroska", video: video), frames: 20)
        let decoded = try Decoded(.memory(bytes), framesPerSecond: 10)
        #expect(decoded.levels.count == 20)
        #expect(zip(decoded.levels, 0...).allSatisfy { abs($0 - (20 + 2 * $1)) <= 4 }, "\(decoded.levels)")
    }

    @Test func colourTagsAndRangesComeBack() throws {
        for matrix in VideoEncoding.ColourMatrix.allCases {
            for isFullRange in [false, true] {
                var video = VideoEncoding(width: 33, height: 17, ticksPerSecond: 1, codec: "ffv1")
                video.pixelFormat = "yuv444p"
                video.colourMatrix = matrix
                video.isFullRange = isFullRange
                let encoder = try ClipEncoder(ClipFormat(container: "matroska", video: video), named: "colours")
                try encoder.add(.flat(33, 17, [200, 40, 90]), at: 0)
                let image = try #require(Decoded(.memory(encoder.finish())).images.first)
                #expect(image.width == 33 && image.height == 17)
                #expect(zip(image.pixel(32, 16), [200, 40, 90]).allSatisfy { abs($0 - $1) <= 2 }, "\(matrix) \(isFullRange)")
            }
        }
    }

    @Test func turnedClipsAreShownTurned() throws {
        var video = VideoEncoding(width: 64, height: 32, ticksPerSecond: 1)
        video.quarterTurns = 1
        let encoder = try ClipEncoder(ClipFormat(video: video), named: "turned")
        var image = RGBImage.flat(64, 32, [20, 20, 20])
        for index in 0..<(64 * 16 * 3) { image.pixels[index] = 220 }   // bright upper half: bright right half once turned
        try encoder.add(image, at: 0)
        let shown = try #require(Decoded(.memory(encoder.finish())).images.first)
        #expect(shown.width == 32 && shown.height == 64)
        #expect(shown.pixel(28, 32)[0] > 200 && shown.pixel(4, 32)[0] < 40)
    }

    @Test func whatFfmpegDoesNotHaveIsNamed() {
        let video = VideoEncoding(width: 32, height: 32, ticksPerSecond: 10, codec: "nonsense")
        #expect { try ClipEncoder(ClipFormat(video: video), named: "demo") } throws: {
            "\($0)" == "demo: encoder cannot be 'nonsense'; expected one that this build of FFmpeg has"
        }
        var misspelt = VideoEncoding(width: 32, height: 32, ticksPerSecond: 10)
        misspelt.options = ["crff": "3"]
        #expect { try ClipEncoder(ClipFormat(video: misspelt), named: "demo") } throws: { "\($0)".contains("'crff'") }
        #expect { try ClipEncoder(ClipFormat(container: "mp5", video: misspelt), named: "demo") } throws: { "\($0)".contains("'mp5'") }
    }
}
