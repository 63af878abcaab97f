/// How well retrieval works, for one or more ways of scoring a pair.
public struct RetrievalSection: Sendable {
    /// One block each way of scoring, shown side by side; the first gives the headline numbers.
    public var scores: [ScoreBlock]

    /// The results of one way of scoring (`cosine`, `posterior`) or of one method.
    public struct ScoreBlock: Sendable {
        public var score: String
        /// Whether a score may depend on more of the test part than the pair; the name should say so too.
        public var isTransductive: Bool
        public var directions: [Direction]

        public init(score: String, isTransductive: Bool = false, directions: [Direction]) {
            self.score = score
            self.isTransductive = isTransductive
            self.directions = directions
        }

        /// The mean of the directions' MAP, as papers report it.
        var averageMAP: Double { mean(directions.map(\.map)) }
        var averageChance: Double { mean(directions.map(\.chance)) }

        private func mean(_ values: [Double]) -> Double {
            values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
        }
    }

    /// Queries of one modality against a gallery of the other.
    public struct Direction: Sendable {
        /// Such as `audio to visual`.
        public var name: String
        public var queries: Int
        public var gallery: Int
        /// Mean over queries of the average precision.
        public var map: Double
        /// The mean of ``map`` over all orders of equal scores; NaN if not computed.
        public var tieAwareMAP: Double
        /// Mean average precision over the first R ranks, R being the items of the query's class; NaN if not computed.
        public var mapAtR: Double
        /// Mean over classes of the mean average precision of their queries.
        public var macroMAP: Double
        /// The MAP a random ranking is expected to have.
        public var chance: Double
        /// The precision a random ranking is expected to have at every rank: the mean share of relevant items in the gallery.
        public var chancePrecision: Double
        public var reciprocalRank: Double
        /// Share of queries with a relevant item among the first k.
        public var recall: [AtRank]
        /// Share of relevant items among the first k.
        public var precision: [AtRank]
        /// Share of queries with the item of the same clip among the first k.
        public var instanceRecall: [AtRank]
        /// Interpolated precision at recall 0, 0.1, ..., 1; empty if not computed.
        public var elevenPoint: [Double]
        /// Mean recall (x) and mean precision (y) at growing ranks.
        public var curve: [Series.Point]
        public var perClass: [ClassScore]

        public init(
            name: String, queries: Int, gallery: Int, map: Double, tieAwareMAP: Double = .nan, mapAtR: Double = .nan, macroMAP: Double, chance: Double, chancePrecision: Double,
            reciprocalRank: Double, recall: [AtRank], precision: [AtRank] = [], instanceRecall: [AtRank] = [], elevenPoint: [Double] = [],
            curve: [Series.Point] = [], perClass: [ClassScore] = []
        ) {
            self.name = name
            self.queries = queries
            self.gallery = gallery
            self.map = map
            self.tieAwareMAP = tieAwareMAP
            self.mapAtR = mapAtR
            self.macroMAP = macroMAP
            self.chance = chance
            self.chancePrecision = chancePrecision
            self.reciprocalRank = reciprocalRank
            self.recall = recall
            self.precision = precision
            self.instanceRecall = instanceRecall
            self.elevenPoint = elevenPoint
            self.curve = curve
            self.perClass = perClass
        }
    }

    /// A metric over the first k ranks.
    public struct AtRank: Sendable {
        public var k: Int
        public var value: Double

        public init(k: Int, value: Double) {
            self.k = k
            self.value = value
        }
    }

    /// The mean average precision of one class's queries.
    public struct ClassScore: Sendable {
        public var name: String
        public var averagePrecision: Double
        /// The queries it is a mean over; nil where unknown.
        public var queries: Int?

        public init(name: String, averagePrecision: Double, queries: Int? = nil) {
            self.name = name
            self.averagePrecision = averagePrecision
            self.queries = queries
        }
    }

    public init(scores: [ScoreBlock]) { self.scores = scores }
}
