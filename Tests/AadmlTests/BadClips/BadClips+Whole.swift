import Media

/// Files that are odd, and right: every one must be decoded.
enum OddClips {
    static func all() throws -> [BadClip] { try pictures() + sounds() + times() + streams() }

    /// A video without sound in a container that takes any codec.
    private static func silent(_ codec: String, _ pixels: String, _ width: Int = 64, _ height: Int = 48, in container: String = "matroska") throws -> [UInt8] {
        var format = ForgedClip.format(container, width, height, codec: codec, pixels: pixels)
        format.audio = nil
        return try ForgedClip.clip(format)
    }

    private static func pictures() throws -> [BadClip] {
        var clips: [BadClip] = []
        for (codec, pixels) in [
            ("ffv1", "yuv422p"), ("ffv1", "yuv444p10le"), ("ffv1", "gray"), ("ffv1", "yuv410p"), ("ffv1", "bgra"), ("ffv1", "gbrp10le"), ("png", "rgb24"),
            ("mjpeg", "yuvj420p"), ("mpeg4", "yuv420p"), ("ffvhuff", "yuv420p10le"),
        ] {
            clips.append(BadClip("pixels-\(codec)-\(pixels)", try silent(codec, pixels), audio: .absent, visual: .rows(2)))
        }
        for (width, height) in [(65, 49), (1, 1), (2, 480), (4096, 2)] {
            clips.append(BadClip("size-\(width)x\(height)", try silent("ffv1", "yuv444p", width, height), audio: .absent, visual: .rows(2)))
        }
        for (turns, isMirrored) in [(1, false), (2, false), (3, true)] {
            var format = ForgedClip.format()
            format.video?.quarterTurns = turns
            format.video?.isMirrored = isMirrored
            clips.append(BadClip("turned-\(turns)-\(isMirrored)", try ForgedClip.clip(format), audio: .rows(2), visual: .rows(2)))
        }
        return clips
    }

    private static func sounds() throws -> [BadClip] {
        var clips = try ["pcm_u8", "pcm_s16be", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "flac"].map { codec in
            BadClip("samples-\(codec)", try ForgedClip.sound(codec, in: "matroska"), audio: .rows(2), visual: .absent)
        }
        for (rate, channels) in [(8_000, 1), (96_000, 2), (11_025, 1), (48_000, 8)] {
            let bytes = try ForgedClip.sound("pcm_s16le", in: "wav", rate: rate, channels: channels)
            clips.append(BadClip("sound-\(rate)-\(channels)", bytes, audio: .rows(2), visual: .absent))
        }
        clips.append(BadClip("sound-one-sample", WAVEncoder.encode([0.5], channels: 1, sampleRate: 16_000), audio: .fails("too_short"), visual: .absent))
        return clips
    }

    private static func times() throws -> [BadClip] {
        func clip(_ format: ClipFormat, _ ticks: [Int64], seconds: Double = 2) throws -> [UInt8] { try ForgedClip.clip(format, ticks: ticks, seconds: seconds) }
        return [
            BadClip("one-frame", try clip(ForgedClip.format(), [0]), audio: .rows(2), visual: .rows(1)),
            BadClip("rate-varies", try clip(ForgedClip.format("matroska", rate: 30), [0, 1, 2, 29, 31, 95]), audio: .rows(2), visual: .rows(4)),
            // The last picture's own duration is not stored: it is on display to the container's end (FrameSampling).
            BadClip("rate-1000", try clip(ForgedClip.format("matroska", rate: 1000), Array(0..<200)), audio: .rows(2), visual: .rows(2)),
            BadClip("rate-one-in-ten-seconds", try clip(ForgedClip.format("matroska", rate: 1), [0, 10], seconds: 11), audio: .rows(11), visual: .rows(11)),
            BadClip("before-zero", try clip(ForgedClip.format(), (-10..<10).map(Int64.init)), audio: .rows(2), visual: .rows(1)),
            BadClip("late-start", try clip(ForgedClip.format("matroska"), (50..<70).map(Int64.init)), audio: .rows(2), visual: .rows(2)),
            BadClip("a-day-on-one-picture", try clip(ForgedClip.format("matroska", rate: 1), [0, 86_400]), audio: .rows(2), visual: .fails("too_long")),
        ]
    }

    private static func streams() throws -> [BadClip] {
        let whole = try ForgedClip.clip(ForgedClip.format())
        let small = try ForgedClip.clip(ForgedClip.format("mpegts")), largeFormat = ForgedClip.format("mpegts", 128, 96)
        let (again, later) = (try ForgedClip.clip(largeFormat), try ForgedClip.clip(largeFormat, ticks: Array(20..<40)))
        var fragmented = ForgedClip.format()
        fragmented.options = ["movflags": "frag_keyframe+empty_moov"]
        return [
            BadClip("sound-alone", try ForgedClip.sound("aac", in: "mp4", rate: 44_100), audio: .rows(2), visual: .absent),
            BadClip("video-alone", try silent(VideoEncoding.defaultCodec, "yuv420p", in: "mp4"), audio: .absent, visual: .rows(2)),
            BadClip("three-of-each-stream", MP4Boxes.multiplyingTracks(whole, by: 3), audio: .rows(2), visual: .rows(2)),
            // To the container's end again, and its sound is a little longer than two seconds.
            BadClip("fragmented", try ForgedClip.clip(fragmented), audio: .rows(2), visual: .rows(3)),
            BadClip("size-changes-midway", small + later, audio: .rows(4), visual: .rows(4)),
            // The second part's pictures have the times of the first part's, its sound goes on.
            BadClip("starts-again-midway", small + again, audio: .rows(4), visual: .rows(2)),
            BadClip("declares-a-day-mp4", day(whole), audio: .rows(2), visual: .rows(2)),
        ]
    }

    /// The headers of film, tracks and media say 24 hours; the samples' own times do not.
    private static func day(_ file: [UInt8]) -> [UInt8] {
        let day = [UInt8](bigEndian: UInt32(24 * 3600 * 1000))
        var bytes = MP4Boxes.changing(["moov", "mvhd"], in: file) { $0.replacing(at: 16, with: day) }
        bytes = MP4Boxes.changing(["moov", "trak", "tkhd"], in: bytes) { $0.replacing(at: 20, with: day) }
        return MP4Boxes.changing(["moov", "trak", "mdia", "mdhd"], in: bytes) { $0.replacing(at: 16, with: [UInt8](bigEndian: UInt32.max / 2)) }
    }
}
