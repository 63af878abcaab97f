/// How a synthetic clip's pictures are encoded.
public struct VideoEncoding: Hashable, Sendable {
    /// The matrix a picture is turned to YUV with, and what the stream says of it.
    public enum ColourMatrix: String, CaseIterable, Sendable {
        /// Not said in the stream; encoded with the matrix a reader then takes (BT.601 under 720 lines, else BT.709).
        case untagged
        case bt601
        case bt709
    }

    /// Pixels.
    public var width: Int
    public var height: Int
    /// Time stamps and durations of pictures count these; at 25, a frame a tick is 25 frames a second.
    public var ticksPerSecond: Int
    /// FFmpeg's name of the encoder.
    public var codec: String
    /// FFmpeg's name of the format the encoder gets, such as `yuv444p` or `gray`.
    public var pixelFormat = "yuv420p"
    public var colourMatrix = ColourMatrix.untagged
    /// 0...255 instead of 16...235.
    public var isFullRange = false
    /// Quarter turns clockwise the player is told to make, 0...3.
    public var quarterTurns = 0
    /// Whether the player is told to mirror left and right, after the turns.
    public var isMirrored = false
    /// The encoder's own options. libx264 runs without its macroblock tree, which is not repeatable, unless they say so.
    public var options: [String: String] = [:]

    /// H.264 through libx264 where FFmpeg has it, MPEG-4 part 2 otherwise.
    public static var defaultCodec: String { MediaLibraries.hasEncoder("libx264") ? "libx264" : "mpeg4" }

    public init(width: Int, height: Int, ticksPerSecond: Int, codec: String = VideoEncoding.defaultCodec) {
        self.width = width
        self.height = height
        self.ticksPerSecond = ticksPerSecond
        self.codec = codec
    }
}

/// How a synthetic clip's sound is encoded.
public struct AudioEncoding: Hashable, Sendable {
    /// Hertz.
    public var sampleRate: Int
    public var channels: Int
    /// FFmpeg's name of the encoder.
    public var codec: String
    /// Bits a second, for the codecs that have a choice.
    public var bitRate: Int
    public var options: [String: String] = [:]

    public init(sampleRate: Int, channels: Int, codec: String = "aac", bitRate: Int = 96_000) {
        self.sampleRate = sampleRate
        self.channels = channels
        self.codec = codec
        self.bitRate = bitRate
    }
}

/// What a synthetic clip is: a container, with pictures, sound or both.
public struct ClipFormat: Hashable, Sendable {
    /// FFmpeg's name of the muxer, such as `mp4`, `matroska`, `mpegts` or `avi`.
    public var container: String
    /// The muxer's own options.
    public var options: [String: String] = [:]
    public var video: VideoEncoding?
    public var audio: AudioEncoding?

    public init(container: String = "mp4", video: VideoEncoding? = nil, audio: AudioEncoding? = nil) {
        self.container = container
        self.video = video
        self.audio = audio
    }
}
