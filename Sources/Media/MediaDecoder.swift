public import Tensors

/// One clip, opened: what its container says, and its waveform and frames.
///
/// Not `Sendable`: one clip, one worker. Nothing outside the clip's own bytes is ever read, whatever they name.
public final class MediaDecoder {
    /// What errors call the clip.
    public let name: String
    public let probe: MediaProbe
    private let bytes: MediaBytes
    private let limits: DecodeLimits
    private var demuxer: Demuxer?   // opened and not yet read from

    /// Opens the container and reads its headers.
    ///
    /// - Throws: ``MediaError`` `.unreadable`, `.empty`, `.notMedia`, `.containerRefused`, `.damagedContainer`, `.library`.
    public init(_ bytes: MediaBytes, named name: String, limits: DecodeLimits = .init()) throws(MediaError) {
        let demuxer = try Demuxer(bytes, clip: name, limits: limits)
        self.name = name
        self.bytes = bytes
        self.limits = limits
        self.demuxer = demuxer
        probe = MediaProbe(demuxer)
    }

    /// Decodes the whole clip once, handing over samples and rows as they come; never holds more than a few frames.
    ///
    /// Of the video only what the rows need is decoded, where the codec allows to tell: the frames chosen and their
    /// pixels are those of a full decode. Where damage shows, the rest is decoded whole; damage in packets that are passed
    /// over does not show, and so may spoil fewer pictures than it would in a full decode. One modality failing never loses the other. May be called again; the clip is then read again from its start.
    ///
    /// - Parameters:
    ///   - framesPerSecond: see ``FrameSampling``; over 0, at most 1,000.
    ///   - audio: gets the next stretch of the waveform (``WaveformFormat``), valid during the call only; nil: not wanted.
    ///   - frame: gets row after row, and each row's instant in seconds from the first presented frame; nil: not wanted.
    /// - Throws: what `audio` or `frame` throws, as it is, at once; `.invalidSetting` for the rate; `.library` for want
    ///   of memory; the opening errors when the clip is read again. What is wrong with a stream stands in the summary.
    public func decode(
        framesPerSecond: Double,
        audio: ((UnsafeBufferPointer<Float>) throws -> Void)?,
        frame: ((RGBImage, _ time: Double) throws -> Void)?
    ) throws -> DecodeSummary {
        try decode(framesPerSecond: framesPerSecond, effort: .needed, audio: audio, frame: frame)
    }

    /// The same with the video decoded as far as needed or whole, to compare them.
    func decode(
        framesPerSecond: Double, effort: DecodeEffort,
        audio: ((UnsafeBufferPointer<Float>) throws -> Void)?,
        frame: ((RGBImage, _ time: Double) throws -> Void)?
    ) throws -> DecodeSummary {
        guard let sampling = FrameSampling(framesPerSecond: framesPerSecond) else {
            throw MediaError.invalidSetting(
                clip: name, setting: "frames per second", value: "\(framesPerSecond)", expected: "a number over 0 and at most 1000")
        }
        let demuxer = try takeDemuxer()
        var decoding = Decoding()
        decoding.openAudio(demuxer, limits, audio)
        decoding.openVideo(demuxer, sampling, limits, effort, frame)
        try decoding.run(demuxer)
        if let row = decoding.doubtfulRow {
            let demuxer = try takeDemuxer()
            var whole = Decoding()
            whole.openVideo(demuxer, sampling, limits, .everything, firstRow: row, frame)
            try whole.run(demuxer)
            decoding.replaceVideo(with: whole)
        }
        return decoding.summary
    }

    private func takeDemuxer() throws(MediaError) -> Demuxer {
        defer { demuxer = nil }
        if let demuxer { return demuxer }
        return try Demuxer(bytes, clip: name, limits: limits)
    }
}
