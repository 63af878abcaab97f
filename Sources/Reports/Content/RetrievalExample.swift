/// One query and what was found for it.
public struct RetrievalExample: Sendable {
    /// The heading it stands under, such as `audio to visual` or `worst queries`; neighbours with the same group share it.
    public var group: String
    public var query: Item
    /// The query's average precision over the whole ranking; nil where unknown.
    public var averagePrecision: Double?
    /// Best first.
    public var hits: [Hit]

    /// A clip as it is shown: its name, its class, and a picture or a waveform or both.
    public struct Item: Sendable {
        public var title: String
        public var label: String
        /// The bytes of a JPEG file.
        public var thumbnail: [UInt8]?
        /// Peaks in [0, 1], evenly spaced in time.
        public var waveform: [Float]?

        public init(title: String, label: String, thumbnail: [UInt8]? = nil, waveform: [Float]? = nil) {
            self.title = title
            self.label = label
            self.thumbnail = thumbnail
            self.waveform = waveform
        }
    }

    /// A gallery item that was ranked.
    public struct Hit: Sendable {
        public var item: Item
        /// Counted from 1.
        public var rank: Int
        public var score: Double
        /// Whether it has the query's class.
        public var isRelevant: Bool
        /// Whether it comes from the query's own clip.
        public var isPaired: Bool

        public init(_ item: Item, rank: Int, score: Double, isRelevant: Bool, isPaired: Bool = false) {
            self.item = item
            self.rank = rank
            self.score = score
            self.isRelevant = isRelevant
            self.isPaired = isPaired
        }
    }

    public init(group: String, query: Item, averagePrecision: Double? = nil, hits: [Hit]) {
        self.group = group
        self.query = query
        self.averagePrecision = averagePrecision
        self.hits = hits
    }
}
