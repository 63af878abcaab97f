import Clips
import Extractors
import Workflow

/// What a clip takes, from what its worker has spent before and after; all that is none of the other parts is decoding.
final class ClipClock {
    var previews = 0.0
    var persisting = 0.0
    var writing = 0.0
    private let start = ContinuousClock.now
    private let before: PerModality<EmbeddingTime>

    init(_ embedders: PerModality<(any ClipEmbedder<PendingClip>)?>) { before = Self.time(of: embedders) }

    func time(_ embedders: PerModality<(any ClipEmbedder<PendingClip>)?>, _ labels: PerModality<EmbeddingTimeLabels?>) -> ExtractionTime {
        let now = Self.time(of: embedders)
        var time = ExtractionTime(labels: labels)
        time.embedding = PerModality { now[$0] - before[$0] }
        time.previews = previews
        time.keep = persisting
        time.write = writing
        time.decode = (ContinuousClock.now - start).seconds - time.total
        return time
    }

    private static func time(of embedders: PerModality<(any ClipEmbedder<PendingClip>)?>) -> PerModality<EmbeddingTime> {
        embedders.mapValues { $0?.time ?? EmbeddingTime() }
    }
}

/// Lets a clip in hand finish after a signal if that takes a few seconds.
final class ClipDeadline {
    private let interruption: InterruptionFlag
    private var noticed: ContinuousClock.Instant?

    /// Seconds that a clip in hand may still take after a signal.
    private static let patience = 3.0

    init(_ interruption: InterruptionFlag) { self.interruption = interruption }

    /// - Throws: `Interruption` once the time is over.
    func check() throws {
        guard let signal = interruption.signal else { return }
        let now = ContinuousClock.now
        let since = noticed ?? now
        noticed = since
        if (now - since).seconds > Self.patience { throw Interruption(signal: signal) }
    }
}
