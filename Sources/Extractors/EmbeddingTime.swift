/// Seconds an embedder has spent since it was made.
public struct EmbeddingTime: Hashable, Sendable {
    /// Making the network's inputs: resizing, log-mel.
    public internal(set) var inputs = 0.0
    /// In the network.
    public internal(set) var network = 0.0

    public init() {}
}

/// Seconds since `start`.
func seconds(since start: ContinuousClock.Instant) -> Double { (ContinuousClock.now - start) / .seconds(1) }
