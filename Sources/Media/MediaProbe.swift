public import Clips

/// What a clip's container says of it, before anything is decoded.
public struct MediaProbe: Hashable, Codable, Sendable {
    /// Modalities the container has a stream of. A picture attached as cover art is not a video.
    public let streams: Set<Modality>
    /// Seconds, as the container states or FFmpeg estimates it; nil where neither does. What is decoded may differ.
    public let duration: Double?
    /// FFmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`.
    public let container: String
    public let video: Video?
    public let audio: Audio?

    public init(streams: Set<Modality>, duration: Double?, container: String, video: Video?, audio: Audio?) {
        self.streams = streams
        self.duration = duration
        self.container = container
        self.video = video
        self.audio = audio
    }

    /// The video stream that would be decoded.
    public struct Video: Hashable, Codable, Sendable {
        public let codec: String
        /// Pixels as coded, before rotation.
        public let width: Int
        public let height: Int

        public init(codec: String, width: Int, height: Int) {
            self.codec = codec
            self.width = width
            self.height = height
        }
    }

    /// The audio stream that would be decoded.
    public struct Audio: Hashable, Codable, Sendable {
        public let codec: String
        /// Hertz.
        public let sampleRate: Int
        public let channels: Int

        public init(codec: String, sampleRate: Int, channels: Int) {
            self.codec = codec
            self.sampleRate = sampleRate
            self.channels = channels
        }
    }
}
