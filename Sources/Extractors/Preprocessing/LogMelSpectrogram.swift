import Foundation
import Kernels
public import Tensors

/// The VGGish front end as a stream: 16 kHz mono samples in -1...1 go in, log-mel examples of 96 frames x 64 bands come out.
///
/// A frame is 400 samples (25 ms) under a periodic Hann window, 160 samples (10 ms) after the one before; its 512-point
/// magnitude spectrum is gathered into 64 triangular bands, 125 to 7500 Hz on the HTK mel scale, and taken as
/// log(band + 0.01). Nothing is padded: the first example needs 15,600 samples, and samples after the last whole example
/// give none. An example is computed from its own samples alone, in one shape of matrix product, so its bits depend
/// neither on how the samples were cut into pieces nor on the hop.
///
/// **Source**: Hershey et al., "CNN architectures for large-scale audio classification", arXiv 1609.09430; the published
/// model's `vggish_params.py` and `mel_features.py`.
public struct LogMelSpectrogram: Sendable {
    /// Hz.
    public static let sampleRate = 16_000
    /// Frames of an example.
    public static let frameCount = 96
    /// Mel bands of a frame.
    public static let bandCount = 64
    /// Samples an example spans.
    public static let exampleLength = (frameCount - 1) * hopLength + LogMelTables.windowLength
    /// Samples from one frame's start to the next's.
    static let hopLength = 160

    /// Samples from one example's start to the next's.
    private let exampleHop: Int
    /// Samples from the next example's start on.
    private var pending: [Float] = []
    /// Samples that are yet to come before the next example's start; only a hop longer than an example leaves any.
    private var gap = 0
    private var frames = Matrix(rows: frameCount, columns: LogMelTables.windowLength)
    private var spectrum = Matrix(rows: frameCount, columns: 2 * LogMelTables.binCount)
    private var magnitudes = Matrix(rows: frameCount, columns: LogMelTables.binCount)
    private var bands = Matrix(rows: frameCount, columns: bandCount)

    /// - Parameter hopFrames: frames of 10 ms from one example's start to the next's, at least 1; 96 leaves no overlap.
    public init(hopFrames: Int = 96) {
        precondition(hopFrames >= 1, "a hop of \(hopFrames) frames")
        exampleHop = hopFrames * Self.hopLength
    }

    /// A hop in seconds as the nearest number of 10 ms frames; nil if it is shorter than a frame or longer than an hour.
    public static func hopFrames(seconds: Double) -> Int? {
        guard seconds >= 0.01, seconds <= 3600 else { return nil }
        return Int((seconds * 100).rounded())
    }

    /// Takes the samples that follow the ones before and returns the examples they complete, often none.
    ///
    /// **Shapes**: [examples, 96 frames, 64 bands].
    public mutating func append(_ samples: [Float]) -> Tensor {
        let skipped = min(gap, samples.count)
        gap -= skipped
        pending.append(contentsOf: samples[skipped...])
        let count = pending.count < Self.exampleLength ? 0 : (pending.count - Self.exampleLength) / exampleHop + 1
        var examples: [Float] = []
        examples.reserveCapacity(count * Self.frameCount * Self.bandCount)
        for index in 0..<count {
            analyse(from: index * exampleHop)
            examples.append(contentsOf: bands.values)
        }
        let passed = count * exampleHop
        gap += max(0, passed - pending.count)
        pending.removeFirst(min(passed, pending.count))
        return Tensor(shape: [count, Self.frameCount, Self.bandCount], values: examples)
    }

    /// Fills `bands` from the example that starts at `start` of the pending samples.
    private mutating func analyse(from start: Int) {
        let tables = LogMelTables.shared
        frames.values.withUnsafeMutableBufferPointer { rows in
            pending.withUnsafeBufferPointer { samples in
                for frame in 0..<Self.frameCount {
                    let source = samples.baseAddress! + start + frame * Self.hopLength
                    (rows.baseAddress! + frame * LogMelTables.windowLength).update(from: source, count: LogMelTables.windowLength)
                }
            }
        }
        multiplyConcurrently(frames, .asIs, tables.fourier, into: &spectrum)
        takeMagnitudes()
        multiplyConcurrently(magnitudes, .asIs, tables.mel, into: &bands)
        bands.values.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] = log(values[index] + 0.01) }
        }
    }

    private mutating func takeMagnitudes() {
        let bins = LogMelTables.binCount
        spectrum.values.withUnsafeBufferPointer { spectrum in
            magnitudes.values.withUnsafeMutableBufferPointer { magnitudes in
                for frame in 0..<Self.frameCount {
                    let real = spectrum.baseAddress! + frame * 2 * bins
                    let imaginary = real + bins
                    let row = magnitudes.baseAddress! + frame * bins
                    for bin in 0..<bins { row[bin] = (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]).squareRoot() }
                }
            }
        }
    }
}
