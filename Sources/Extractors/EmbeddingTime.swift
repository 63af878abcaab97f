/// Seconds an embedder has spent since it was made.
public struct EmbeddingTime: Hashable, Sendable {
    /// Making the network's inputs: resizing, log-mel.
    public internal(set) var inputs = 0.0
    /// In the network.
    public internal(set) var network = 0.0

    public init() {}

    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.inputs += right.inputs
        sum.network += right.network
        return sum
    }

    public static func - (left: Self, right: Self) -> Self {
        var difference = left
        difference.inputs -= right.inputs
        difference.network -= right.network
        return difference
    }
}

/// What the parts of an embedder's time are called.
public struct EmbeddingTimeLabels: Hashable, Sendable {
    public struct Label: Hashable, Sendable {
        /// In JSON, e.g. `logMel`.
        public let key: String
        /// For people, e.g. `log-mel`.
        public let title: String

        public init(key: String, title: String) {
            self.key = key
            self.title = title
        }
    }

    public let inputs: Label
    public let network: Label

    public init(inputs: Label, network: Label) {
        self.inputs = inputs
        self.network = network
    }
}

/// Seconds since `start`.
func seconds(since start: ContinuousClock.Instant) -> Double { (ContinuousClock.now - start) / .seconds(1) }
