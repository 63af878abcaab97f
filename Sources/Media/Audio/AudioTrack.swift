import CFFmpeg
import Clips

/// A clip's sound on its way to the caller.
final class AudioTrack: Track {
    let decoder: StreamDecoder
    private(set) var failure: MediaError?
    /// Time of the first presented sample, in ticks of the stream's time base.
    private(set) var firstTime: Int64?
    private var resampler: MonoResampler?
    /// Seconds before the current resampler, and samples given to it.
    private var pastDuration = 0.0
    private var sourceCount = 0
    private var sampleCount = 0
    private let maxDuration: Double
    private let sink: (UnsafeBufferPointer<Float>) throws -> Void

    init(
        _ stream: DemuxedStream, limits: DecodeLimits, sink: @escaping (UnsafeBufferPointer<Float>) throws -> Void
    ) throws(MediaError) {
        decoder = try StreamDecoder(stream, .audio, limits: limits)
        maxDuration = limits.maxDuration
        self.sink = sink
    }

    var wantsPackets: Bool { failure == nil }

    func take(_ packet: Packet?) throws {
        try decoder.decode(packet) { frame in
            if failure == nil { try present(frame) }
        }
    }

    func finish() throws -> StreamOutcome {
        try take(nil)
        if failure == nil { try deliver(nil) }
        if let failure { return .failed(failure) }
        return sampleCount > 0 ? .decoded(duration: duration, units: sampleCount) : .failed(decoder.nothingDecoded)
    }

    private var duration: Double {
        guard let resampler else { return pastDuration }
        return pastDuration + Double(sourceCount) / Double(resampler.source.sampleRate)
    }

    private func present(_ frame: Frame) throws {
        let count = Int(frame.pointer.pointee.nb_samples)
        guard count > 0 else { return }
        let source = MonoResampler.Source(frame)
        if resampler?.source != source {
            try deliver(nil)
            guard failure == nil, configure(source) else { return }
        }
        if firstTime == nil { firstTime = frame.time }
        sourceCount += count
        if duration > maxDuration {
            failure = .tooLong(clip: decoder.clip, modality: .audio, maxDuration: maxDuration)
            return
        }
        try deliver(frame)
    }

    /// A stream may change its rate or its channels on the way; the old filter is drained first.
    private func configure(_ source: MonoResampler.Source) -> Bool {
        (pastDuration, sourceCount) = (duration, 0)
        do throws(MediaError) {
            resampler = try MonoResampler(source, clip: decoder.clip)
            return true
        } catch {
            failure = error
            return false
        }
    }

    private func deliver(_ frame: Frame?) throws {
        let samples: UnsafeBufferPointer<Float>
        do throws(MediaError) {
            guard let resampler else { return }
            samples = try resampler.convert(frame)
        } catch {
            failure = error
            return
        }
        guard !samples.isEmpty else { return }
        guard samples.allSatisfy(\.isFinite) else {
            let what = "samples that are not finite numbers"
            failure = .unsupportedFormat(clip: decoder.clip, modality: .audio, format: what)
            return
        }
        sampleCount += samples.count
        try sink(samples)
    }
}
