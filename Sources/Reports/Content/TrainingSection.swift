/// How the model was trained: settings, curves over the epochs, and where it stopped.
public struct TrainingSection: Sendable {
    public var settings: [Fact]
    /// One chart each; x is the epoch.
    public var curves: [Curves]
    /// The epoch whose weights were kept, counted as the points' x is.
    public var bestEpoch: Int?
    /// Why the best epoch is the best: `highest validation MAP`.
    public var bestBy: String
    public var whyStopped: String

    /// Curves that share a chart because they share a unit.
    public struct Curves: Sendable {
        public var title: String
        /// The vertical axis, with its unit if it has one.
        public var quantity: String
        public var series: [Series]

        public init(title: String, quantity: String, series: [Series]) {
            self.title = title
            self.quantity = quantity
            self.series = series
        }
    }

    public init(
        settings: [Fact] = [], curves: [Curves] = [], bestEpoch: Int? = nil, bestBy: String = "", whyStopped: String = ""
    ) {
        self.settings = settings
        self.curves = curves
        self.bestEpoch = bestEpoch
        self.bestBy = bestBy
        self.whyStopped = whyStopped
    }
}
