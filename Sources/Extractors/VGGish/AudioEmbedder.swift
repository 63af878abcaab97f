import Clips
import Tensors

/// The audio embeddings of one clip after another, sample by sample: the memory needed does not grow with a clip's length
/// beyond its rows.
///
/// Row i stands for [i hop, i hop + 0.96 s). Its window reaches 0.975 s, because the last of its 96 frames, which start
/// 10 ms apart, is 25 ms long; sound that fills no further window is left out, and what becomes of sound that fills none is
/// chosen. One thread uses an object.
public final class AudioEmbedder {
    /// Samples at 16 kHz that the shortest sound with a row has: 95 frame steps of 160 and one frame of 400.
    public static let samplesNeeded = 15_600

    private let session: VGGish.Session
    private let hopFrames: Int
    private let shortSound: ShortSound
    private var spectrogram: LogMelSpectrogram
    private var pending: [Float] = []
    private var rows = Matrix(rows: 0, columns: VGGish.embeddingWidth)
    private var sampleCount = 0

    /// - Parameter hopSeconds: from one row's start to the next's, a multiple of 0.01.
    /// - Throws: ``ExtractorError/invalidHop(seconds:)``, ``ExtractorError/inference(_:)``.
    public init(network: VGGish, hopSeconds: Double, shortSound: ShortSound = .fail) throws(ExtractorError) {
        guard let hopFrames = LogMelSpectrogram.hopFrames(seconds: hopSeconds) else { throw .invalidHop(seconds: hopSeconds) }
        self.hopFrames = hopFrames
        self.shortSound = shortSound
        spectrogram = LogMelSpectrogram(hopFrames: hopFrames)
        session = try network.makeSession()
    }

    /// Takes the clip's next samples: 16 kHz, mono, -1...1.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``; ``reset()`` then makes the object fit for the next clip.
    public func append(_ samples: UnsafeBufferPointer<Float>) throws(ExtractorError) {
        sampleCount += samples.count
        pending += spectrogram.append(Array(samples)).values
        let size = VGGish.exampleSize
        let whole = pending.count / size / session.batch * session.batch
        if whole > 0 { try embedPending(whole, of: size) }
    }

    /// Ends the clip and starts the next.
    ///
    /// - Throws: ``ExtractorError/tooShort(samples:needed:)`` where there is no row; ``ExtractorError/inference(_:)``.
    public func finish() throws(ExtractorError) -> EmbeddedRows {
        defer { reset() }
        let size = VGGish.exampleSize
        pending += spectrogram.append(shortSound.silence(after: sampleCount)).values
        if !pending.isEmpty { try embedPending(pending.count / size, of: size) }
        guard rows.rows > 0 else { throw .tooShort(samples: sampleCount, needed: AudioEmbedder.samplesNeeded) }
        return EmbeddedRows(audio: rows, hopFrames: hopFrames)
    }

    /// Forgets the clip in hand.
    public func reset() {
        spectrogram = LogMelSpectrogram(hopFrames: hopFrames)
        pending.removeAll(keepingCapacity: true)
        rows = Matrix(rows: 0, columns: VGGish.embeddingWidth)
        sampleCount = 0
    }

    private func embedPending(_ count: Int, of size: Int) throws(ExtractorError) {
        let embedded = try session.embed(Array(pending.prefix(count * size)), count: count)
        rows = Matrix(rows: rows.rows + count, columns: rows.columns, values: rows.values + embedded.values)
        pending.removeFirst(count * size)
    }
}

extension EmbeddedRows {
    /// Rows of VGGish, `hopFrames` frames of 10 ms from one's start to the next's.
    init(audio rows: Matrix, hopFrames: Int) {
        let times = (0..<rows.rows).map { row in
            let start = Double(row * hopFrames)
            return Interval(start: start / 100, end: (start + Double(VGGish.exampleShape.frames)) / 100)
        }
        self.init(rows: rows, times: times)
    }
}
