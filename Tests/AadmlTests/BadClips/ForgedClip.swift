import Foundation
import Media
import Tensors

/// Small clips the tests encode themselves, before they are spoilt.
enum ForgedClip {
    /// 64 x 48 at 10 pictures a second, with a key frame every 5, and 44.1 kHz sound.
    static func format(
        _ container: String = "mp4", _ width: Int = 64, _ height: Int = 48, rate: Int = 10, codec: String = VideoEncoding.defaultCodec,
        pixels: String = "yuv420p", sound: String = "aac"
    ) -> ClipFormat {
        var video = VideoEncoding(width: width, height: height, ticksPerSecond: rate, codec: codec)
        video.pixelFormat = pixels
        if codec == VideoEncoding.defaultCodec { video.options = ["g": "5", "bf": "0"] }
        return ClipFormat(container: container, video: video, audio: AudioEncoding(sampleRate: 44_100, channels: 2, codec: sound))
    }

    /// Pictures on display from `ticks` on, one tick each, and `seconds` of sound.
    static func clip(_ format: ClipFormat, ticks: [Int64] = Array(0..<20), seconds: Double = 2) throws -> [UInt8] {
        let encoder = try ClipEncoder(format, named: "forged")
        if let video = format.video {
            for (index, tick) in ticks.enumerated() { try encoder.add(picture(video.width, video.height, index), at: tick) }
        }
        if let audio = format.audio {
            let count = max(1, Int(seconds * Double(audio.sampleRate)))
            try encoder.add(samples: (0..<count * audio.channels).map { Float(0.3 * sin(Double($0 / audio.channels) * 0.05)) })
        }
        return try encoder.finish()
    }

    static func sound(_ codec: String, in container: String, rate: Int = 16_000, channels: Int = 1, seconds: Double = 2) throws -> [UInt8] {
        try clip(ClipFormat(container: container, audio: AudioEncoding(sampleRate: rate, channels: channels, codec: codec)), seconds: seconds)
    }

    static func wave(seconds: Double) -> [UInt8] {
        WAVEncoder.encode((0..<Int(16_000 * seconds)).map { Float(sin(Double($0) * 0.05)) * 0.5 }, channels: 1, sampleRate: 16_000)
    }

    /// A ramp that moves.
    private static func picture(_ width: Int, _ height: Int, _ index: Int) -> RGBImage {
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        for row in 0..<height {
            for column in 0..<width {
                let place = 3 * (row * width + column)
                pixels[place] = UInt8(truncatingIfNeeded: 4 * column + 8 * index)
                pixels[place + 1] = UInt8(truncatingIfNeeded: 4 * row)
                pixels[place + 2] = UInt8(truncatingIfNeeded: 40 * index)
            }
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }
}

/// What is done to bytes.
extension [UInt8] {
    func cut(to share: Double) -> [UInt8] { Array(prefix(Int(Double(count) * share))) }

    /// The stretch between two shares of the length, overwritten with bytes of no meaning.
    func scrambled(from start: Double, to end: Double, with constant: UInt8? = nil) -> [UInt8] {
        var bytes = self
        for (index, byte) in zip(Int(Double(count) * start)..<Int(Double(count) * end), Self.noise(count)) { bytes[index] = constant ?? byte }
        return bytes
    }

    func replacing(at offset: Int, with other: [UInt8]) -> [UInt8] {
        var bytes = self
        bytes.replaceSubrange(offset..<offset + other.count, with: other)
        return bytes
    }

    static func noise(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: 1)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    init<Value: FixedWidthInteger>(bigEndian value: Value) { self = Swift.withUnsafeBytes(of: value.bigEndian) { Array($0) } }
    init<Value: FixedWidthInteger>(littleEndian value: Value) { self = Swift.withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}
