import CFFmpeg
import Clips
import Tensors

/// A clip's pictures on their way to the caller: one decoded frame is held back until the next tells how long it stays.
final class VideoTrack: Track {
    let decoder: StreamDecoder
    private(set) var failure: MediaError?
    /// Time of the first presented frame, in ticks of the stream's time base.
    private(set) var start: Int64?
    private let sampling: FrameSampling
    private let converter: PictureConverter
    private let maxDuration: Double
    private let sink: (RGBImage, Double) throws -> Void
    private var clock: RowClock?
    private let shown: Frame          // on display; its rows are not all known yet
    private var shownTime: Int64 = 0

    init(
        _ stream: DemuxedStream, _ sampling: FrameSampling, limits: DecodeLimits, sink: @escaping (RGBImage, Double) throws -> Void
    ) throws(MediaError) {
        decoder = try StreamDecoder(stream, .visual, limits: limits)
        converter = try PictureConverter(stream)
        shown = try Frame(clip: stream.demuxer.clip)
        self.sampling = sampling
        maxDuration = limits.maxDuration
        self.sink = sink
    }

    func take(_ packet: Packet?) throws {
        try decoder.decode(packet) { frame in
            if failure == nil { try present(frame) }
        }
    }

    func finish() throws -> StreamOutcome {
        try take(nil)
        guard clock != nil, failure == nil else { return .failed(failure ?? decoder.nothingDecoded) }
        let end = endOfShown
        try showRows(before: end)
        if let failure { return .failed(failure) }
        return .decoded(duration: clock.map { $0.seconds(to: end) } ?? 0, units: clock?.nextRow ?? 0)
    }

    private func present(_ frame: Frame) throws {
        if clock == nil {
            begin(at: frame.time ?? 0)
        } else {
            // Without a time a frame follows the one before it; a time before that one's would break the order of rows.
            let time = frame.time ?? later(shownTime, by: durationOfShown ?? 1)
            guard time >= shownTime else { return decoder.countDamage() }
            try showRows(before: time)
            shownTime = time
        }
        shown.take(frame)
    }

    private func begin(at time: Int64) {
        start = time
        shownTime = time
        clock = RowClock(sampling, timeBase: decoder.stream.timeBase, start: time)
    }

    /// Hands out the rows the shown frame is on display for, up to `time`.
    private func showRows(before time: Int64) throws {
        guard let seconds = clock?.seconds(to: time), seconds <= maxDuration else {
            failure = .tooLong(clip: decoder.clip, modality: .visual, maxDuration: maxDuration)
            return
        }
        guard let rows = clock?.rows(before: time), !rows.isEmpty else { return }
        let image: RGBImage
        do throws(MediaError) {
            image = try converter.convert(shown)
        } catch {
            failure = error
            return
        }
        for row in rows { try sink(image, sampling.time(ofRow: row)) }
    }

    private var durationOfShown: Int64? {
        let duration = cffmpeg_frame_duration(shown.pointer)
        return duration > 0 ? duration : nil
    }

    /// See ``FrameSampling`` for the order of the sources. At least a tick, so that a lone frame has its row.
    private var endOfShown: Int64 {
        if let duration = durationOfShown { return later(shownTime, by: duration) }
        if let end = decoder.stream.end, end > shownTime { return end }
        return later(shownTime, by: max(1, decoder.stream.frameInterval ?? 1))
    }
}
