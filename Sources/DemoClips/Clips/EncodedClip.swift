import Media
import Tensors

/// The files one demo clip becomes.
struct EncodedClip: Sendable {
    /// Where the sound goes.
    enum SoundPlace: Sendable {
        /// AAC in the mp4.
        case inVideo
        /// A WAV file beside a silent mp4.
        case beside
    }

    let video: [UInt8]
    let wav: [UInt8]?
    let thumbnail: [UInt8]?

    init(_ clip: DemoClip, named name: String, sound: SoundPlace, withThumbnail: Bool) throws(DemoError) {
        let (rate, channels) = clip.soundtrack()
        let samples = Self.interleaved(channels)
        do {
            switch sound {
            case .inVideo:
                video = try Self.mp4(of: clip, named: name, samples: samples, rate: rate, channels: channels.count)
                wav = nil
            case .beside:
                video = try Self.mp4(of: clip, named: name, samples: nil, rate: rate, channels: channels.count)
                wav = WAVEncoder.encode(samples, channels: channels.count, sampleRate: rate)
            }
            thumbnail = withThumbnail ? try JPEGEncoder.encode(clip.thumbnail(), quality: 85) : nil
        } catch {
            throw .notEncoded(clip: name, error)
        }
    }

    private static func mp4(
        of clip: DemoClip, named name: String, samples: [Float]?, rate: Int, channels: Int
    ) throws(MediaError) -> [UInt8] {
        var format = VideoEncoding(width: clip.width, height: clip.height, ticksPerSecond: clip.frameRate)
        format.options = options(of: format.codec)
        let encoder = try ClipEncoder(
            ClipFormat(video: format, audio: samples == nil ? nil : soundFormat(rate: rate, channels: channels)), named: name)
        var frame = 0
        try clip.forEachFrame { image throws(MediaError) in
            try encoder.add(image, at: Int64(frame))
            if let samples {
                let (start, end) = (frame * rate / clip.frameRate, (frame + 1) * rate / clip.frameRate)
                try encoder.add(samples: Array(samples[(start * channels)..<min(end * channels, samples.count)]))
            }
            frame += 1
        }
        return try encoder.finish()
    }

    /// Small files quickly made: nobody looks for the finest detail in them.
    private static func options(of codec: String) -> [String: String] {
        codec == "libx264" ? ["preset": "ultrafast", "crf": "27"] : ["b": "600000"]
    }

    /// FFmpeg's own AAC encoder spends more time on its default search than everything else here takes together.
    private static func soundFormat(rate: Int, channels: Int) -> AudioEncoding {
        var format = AudioEncoding(sampleRate: rate, channels: channels)
        format.options = ["aac_coder": "fast"]
        return format
    }

    private static func interleaved(_ channels: [[Float]]) -> [Float] {
        guard channels.count > 1, let first = channels.first else { return channels.first ?? [] }
        var samples: [Float] = []
        samples.reserveCapacity(first.count * channels.count)
        for index in first.indices { for channel in channels { samples.append(channel[index]) } }
        return samples
    }
}
