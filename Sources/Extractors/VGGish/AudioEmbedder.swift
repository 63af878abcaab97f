import Clips
import Tensors

/// The audio embeddings of one clip after another, sample by sample: the memory needed does not grow with a clip's length
/// beyond its rows.
///
/// Row i stands for [i hop, i hop + 0.96 s). Its window reaches 0.975 s, because the last of its 96 frames, which start
/// 10 ms apart, is 25 ms long. Sound that fills no further window is left out; ``ShortSound`` decides about sound that fills none.
///
/// VGGish's dense layers read 272 MB of weights for every batch; a batch of 64 examples costs about as much as four of
/// ten. So with ``VGGish/Batch/bulk`` a clip's last rows wait until later clips have filled the batch:
///
///     let embedder = try AudioEmbedder<Clip>(network: vggish, hopSeconds: 0.96)   // the network made with batch: .bulk
///     for clip in clips {
///         for samples in clip { try embedder.append(samples) }
///         try embedder.finish(clip)                                // throws tooShort: the clip has no row
///         for done in embedder.takeFinished() { ... }              // this clip or earlier ones, or none
///     }
///     try embedder.flush()
///     for done in embedder.takeFinished() { ... }
///
/// A row has the same bits whichever clips are beside it, wherever in a batch it stands and whether the batch was full.
/// What waits is at most 64 examples and the rows of clips that are not whole. One thread uses an object.
public final class AudioEmbedder<Clip>: ClipEmbedder {
    private let session: VGGish.Session
    private let hopFrames: Int
    private let shortSound: ShortSound
    /// Whether clips share batches; else a clip's rows are there when it ends.
    private let sharesBatches: Bool
    private var spectrogram: LogMelSpectrogram
    private var sampleCount = 0
    /// The batch that fills.
    private var examples: [Float] = []
    /// Whose each example of the batch is; a clip that was forgotten is in `slots` but not in `unfinished`.
    private var slots: [Int] = []
    /// By serial number.
    private var unfinished: [Int: Unfinished] = [:]
    private var serial = 0
    private var done: [(clip: Clip, rows: EmbeddedRows)] = []
    /// What the clips so far took.
    public private(set) var time = EmbeddingTime()

    private struct Unfinished {
        var values: [Float] = []
        /// The rows it will have and the caller's name for it, once its sound has ended.
        var end: (count: Int, clip: Clip)?
    }

    /// - Parameter hopSeconds: from one row's start to the next's, a multiple of 0.01.
    /// - Throws: ``ExtractorError/invalidHop(seconds:)``, ``ExtractorError/inference(_:)``.
    public init(network: VGGish, hopSeconds: Double, shortSound: ShortSound = .fail) throws(ExtractorError) {
        guard let hopFrames = LogMelSpectrogram.hopFrames(seconds: hopSeconds) else { throw .invalidHop(seconds: hopSeconds) }
        self.hopFrames = hopFrames
        self.shortSound = shortSound
        sharesBatches = network.batch == .bulk
        spectrogram = LogMelSpectrogram(hopFrames: hopFrames)
        session = try network.makeSession()
    }

    public var input: EmbedderInput { .samples { [self] samples in try append(samples) } }

    /// The clips whose sound has ended and whose rows still wait, in the order of ``finish(_:)``.
    public var waiting: [Clip] { unfinished.keys.sorted().compactMap { unfinished[$0]?.end?.clip } }

    /// Takes the next samples of the clip in hand: 16 kHz, mono, -1...1.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``; every clip in ``waiting`` is then lost with the one in hand.
    public func append(_ samples: UnsafeBufferPointer<Float>) throws(ExtractorError) {
        sampleCount += samples.count
        try take(Array(samples))
    }

    private func take(_ samples: [Float]) throws(ExtractorError) {
        let start = ContinuousClock.now
        let new = spectrogram.append(samples).values
        time.inputs += seconds(since: start)
        for first in stride(from: 0, to: new.count, by: VGGish.exampleSize) {
            examples += new[first..<(first + VGGish.exampleSize)]
            slots.append(serial)
            if slots.count == session.batch { try flush() }
        }
    }

    /// Ends the clip in hand, which `clip` names from now on, and starts the next. With ``VGGish/Batch/clip`` it is completed at once.
    ///
    /// - Throws: ``ExtractorError/tooShort(samples:needed:)`` where the clip has no row, which leaves the other clips as
    ///   they are; ``ExtractorError/inference(_:)`` as in ``append(_:)``.
    public func finish(_ clip: Clip) throws(ExtractorError) {
        try take(shortSound.silence(after: sampleCount))
        let count = (unfinished[serial]?.values.count ?? 0) / VGGish.embeddingWidth + slots.count { $0 == serial }
        guard count > 0 else {
            defer { reset() }
            throw .tooShort(samples: sampleCount, needed: LogMelSpectrogram.exampleLength)
        }
        unfinished[serial, default: Unfinished()].end = (count, clip)
        collect(serial)
        startNext()
        if !sharesBatches { try flush() }
    }

    /// Forgets the clip in hand, not the ones that wait.
    public func reset() {
        unfinished[serial] = nil
        startNext()
    }

    /// Computes what waits, in a batch that need not be full. The clip in hand goes on.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``.
    public func flush() throws(ExtractorError) {
        guard !slots.isEmpty else { return }
        let start = ContinuousClock.now
        defer { time.network += seconds(since: start) }
        let (batch, owners) = (examples, slots)
        examples.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
        let rows = try session.embed(batch, count: owners.count).values
        for (slot, owner) in owners.enumerated() where owner == serial || unfinished[owner] != nil {
            let row = rows[(slot * VGGish.embeddingWidth)..<((slot + 1) * VGGish.embeddingWidth)]
            unfinished[owner, default: Unfinished()].values.append(contentsOf: row)
        }
        for owner in Set(owners).sorted() { collect(owner) }
    }

    /// The clips that were completed since the last call, in the order of completion.
    public func takeFinished() -> [(clip: Clip, rows: EmbeddedRows)] {
        defer { done = [] }
        return done
    }

    private func startNext() {
        serial += 1
        spectrogram = LogMelSpectrogram(hopFrames: hopFrames)
        sampleCount = 0
    }

    /// Moves a clip that has all its rows to those that are done.
    private func collect(_ owner: Int) {
        guard let clip = unfinished[owner], let end = clip.end else { return }
        guard clip.values.count == end.count * VGGish.embeddingWidth else { return }
        unfinished[owner] = nil
        let rows = Matrix(rows: end.count, columns: VGGish.embeddingWidth, values: clip.values)
        done.append((end.clip, EmbeddedRows(audio: rows, hopFrames: hopFrames)))
    }
}

extension EmbeddedRows {
    /// Rows of VGGish, `hopFrames` frames of 10 ms from one's start to the next's.
    fileprivate init(audio rows: Matrix, hopFrames: Int) {
        let times = (0..<rows.rows).map { row in
            let start = Double(row * hopFrames)
            return Interval(start: start / 100, end: (start + Double(VGGish.exampleShape.frames)) / 100)
        }
        self.init(rows: rows, times: times)
    }
}
