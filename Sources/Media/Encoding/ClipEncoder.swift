public import Tensors

/// Writes a synthetic clip to memory: for the demo archives, and for tests that need a file of a certain kind.
///
/// The same calls give the same bytes: one thread, no version marks, no times of day. H.264 comes from libx264 and
/// depends on its version; see ``VideoEncoding/defaultCodec``. Not `Sendable`; finished once.
public final class ClipEncoder {
    private let muxer: Muxer
    private let video: VideoWriter?
    private let audio: AudioWriter?

    /// - Parameter name: what errors call the clip.
    /// - Throws: ``MediaError`` `.invalidSetting` for a container, encoder, pixel format or option FFmpeg does not have;
    ///   `.library` where it refuses their combination.
    public init(_ format: ClipFormat, named name: String) throws(MediaError) {
        precondition(format.video != nil || format.audio != nil, "a clip without pictures and without sound")
        muxer = try Muxer(format.container, clip: name)
        if let encoding = format.video { video = try VideoWriter(encoding, in: muxer) } else { video = nil }
        if let encoding = format.audio { audio = try AudioWriter(encoding, in: muxer) } else { audio = nil }
        try muxer.writeHeader(format.options)
    }

    /// Adds a picture of the announced size, on display from `tick` for `ticks`; ticks must rise.
    public func add(_ image: RGBImage, at tick: Int64, lasting ticks: Int64 = 1) throws(MediaError) {
        guard let video else { preconditionFailure("a picture for a clip without a video stream") }
        try video.add(image, at: tick, lasting: ticks)
    }

    /// Adds samples in -1...1 after those before, channels interleaved.
    public func add(samples: [Float]) throws(MediaError) {
        guard let audio else { preconditionFailure("samples for a clip without an audio stream") }
        try audio.add(samples)
    }

    /// Writes what is held back and gives the file's bytes; the encoder is spent afterwards.
    public func finish() throws(MediaError) -> [UInt8] {
        try video?.finish()
        try audio?.finish()
        return try muxer.finish()
    }
}
