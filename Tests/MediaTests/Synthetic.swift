import Foundation
import Media
import Tensors

/// Clips the tests encode themselves.
enum Synthetic {
    /// A sine of a channel's own pitch in each channel, interleaved.
    static func tones(seconds: Double, sampleRate: Int, channels: Int) -> [Float] {
        var samples: [Float] = []
        for index in 0..<Int(seconds * Double(sampleRate)) {
            let time = Double(index) / Double(sampleRate)
            for channel in 0..<channels { samples.append(Float(0.3 * sin(2 * .pi * Double(300 + 200 * channel) * time))) }
        }
        return samples
    }

    /// Flat pictures of level 20 + 2 i, a tick each, with a tone beside them.
    static func clip(
        _ format: ClipFormat, frames: Int, firstTick: Int64 = 0, level: (Int) -> UInt8 = { UInt8(20 + 2 * $0) }
    ) throws -> [UInt8] {
        let encoder = try ClipEncoder(format, named: "synthetic")
        if let video = format.video {
            for index in 0..<frames {
                let value = level(index)
                try encoder.add(.flat(video.width, video.height, [value, value, value]), at: firstTick + Int64(index))
            }
            if let audio = format.audio {
                let seconds = Double(frames) / Double(video.ticksPerSecond)
                try encoder.add(samples: tones(seconds: seconds, sampleRate: audio.sampleRate, channels: audio.channels))
            }
        } else if let audio = format.audio {
            try encoder.add(samples: tones(seconds: Double(frames), sampleRate: audio.sampleRate, channels: audio.channels))
        }
        return try encoder.finish()
    }

    /// 64 x 48 at 10 frames a second, H.264 with a key frame every 5, and stereo AAC.
    static func format(_ container: String = "mp4", width: Int = 64, height: Int = 48) -> ClipFormat {
        var video = VideoEncoding(width: width, height: height, ticksPerSecond: 10)
        video.options = ["g": "5"]
        return ClipFormat(container: container, video: video, audio: AudioEncoding(sampleRate: 44_100, channels: 2))
    }
}
