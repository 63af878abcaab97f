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
    private var window: PacketWindow
    private let firstRow: Int
    /// Rows known so far to be right: those before it, and those handed to the caller.
    private(set) var settledRows: Int
    /// Whether the clip is damaged where pictures were left out: which frame then stands in for a missing one, and what
    /// conceals a damaged one, is only known from decoding everything. The rows that were handed out remain right.
    private(set) var needsFullDecode = false

    /// - Parameter firstRow: rows before it are not handed out.
    init(
        _ stream: DemuxedStream, _ sampling: FrameSampling, limits: DecodeLimits, effort: DecodeEffort, firstRow: Int,
        sink: @escaping (RGBImage, Double) throws -> Void
    ) throws(MediaError) {
        decoder = try StreamDecoder(stream, .visual, limits: limits)
        converter = try PictureConverter(stream)
        shown = try Frame(clip: stream.demuxer.clip)
        window = PacketWindow(stream, effort)
        self.firstRow = firstRow
        settledRows = firstRow
        self.sampling = sampling
        maxDuration = limits.maxDuration
        self.sink = sink
    }

    var wantsPackets: Bool { failure == nil && !needsFullDecode }

    func take(_ packet: Packet?) throws {
        if let packet { try window.add(packet, clip: decoder.clip) } else { window.end() }
        while wantsPackets, let (next, need) = window.next(clock) {
            if need != .nothing { try decode(next, need == .picture ? .all : .references) }
        }
        if packet == nil { try decode(nil, .all) }
    }

    private func decode(_ packet: Packet?, _ pictures: StreamDecoder.Pictures) throws {
        try decoder.decode(packet, pictures) { frame in
            if wantsPackets { try present(frame) }
        }
        guard decoder.damagedPackets > 0 else { return }
        if window.hasSkipped { needsFullDecode = true } else { window.stopSkipping() }
    }

    func finish() throws -> StreamOutcome {
        try take(nil)
        guard clock != nil, wantsPackets else { return .failed(failure ?? decoder.nothingDecoded) }
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
        guard let rows = clock?.rows(before: time).drop(while: { $0 < firstRow }), !rows.isEmpty else { return }
        if let clock, window.hasSkippedFrame(after: shownTime, before: rows.endIndex, clock) {
            needsFullDecode = true
            return
        }
        let image: RGBImage
        do throws(MediaError) {
            image = try converter.convert(shown)
        } catch {
            failure = error
            return
        }
        for row in rows {
            settledRows = row + 1
            try sink(image, sampling.time(ofRow: row))
        }
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
