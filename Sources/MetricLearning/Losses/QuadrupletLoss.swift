public import Settings
public import Tensors

/// `max(0, d(i, p) - d(i, n) + margin) + max(0, d(i, p) - d(n, q) + second_margin)` over every triplet of a query, a positive and a
/// negative, q a reference of a third class: one q drawn for each query and negative.
///
/// Both parts count as terms; the second has none where there is no third class. Exact sums without enumerating, as for triplets.
/// **Source**: Chen et al., arXiv 1704.01719, equation 5, where q runs over all others; the second margin is half the first there.
public struct QuadrupletLoss: ReferenceMetricLoss {
    public static let name = "quadruplet"

    public struct Parameters: StrictlyDecodable, Sendable {
        /// In cosine distance, 0...2.
        public var margin: Double
        public var secondMargin: Double
        public var reducer: Reducer

        public init(margin: Double = 0.4, secondMargin: Double? = nil, reducer: Reducer = .nonZeroMean) {
            (self.margin, self.secondMargin, self.reducer) = (margin, secondMargin ?? margin / 2, reducer)
        }

        public init(from section: Section) throws(SettingsError) {
            margin = try section.number("margin", default: 0.4, in: 0...2)
            secondMargin = try section.number("second_margin", default: margin / 2, in: 0...2)
            reducer = try Reducer.overTerms(in: section, default: .nonZeroMean)
        }
    }

    private let parameters: Parameters
    public var reducer: Reducer { parameters.reducer }

    public init(_ parameters: Parameters) { self.parameters = parameters }

    public func terms(
        _ distances: Matrix, among: Matrix, _ pairs: PairMasks, using generator: inout SeededGenerator
    ) -> LossTerms {
        var terms = TripletMarginLoss(.init(margin: parameters.margin))(distances, pairs)
        var referenceSlopes = Matrix(rows: pairs.references, columns: pairs.references)
        let thirds = ThirdClassSampler(pairs.referenceLabels)
        var row = TripletRow(capacity: pairs.references, margin: Float(parameters.secondMargin))
        var chosen: [(negative: Int, third: Int)] = []
        for query in 0..<pairs.queries {
            let relations = pairs.relations[(query * pairs.references)..<((query + 1) * pairs.references)]
            chosen.removeAll(keepingCapacity: true)
            for (negative, relation) in relations.enumerated() where relation == .negative {
                guard let third = thirds.draw(
                    without: pairs.queryLabels[query], pairs.referenceLabels[negative], using: &generator) else { continue }
                chosen.append((negative, third))
            }
            row.removeAll()
            for (positive, relation) in relations.enumerated() where relation == .positive { row.addPositive(distances[query, positive], positive) }
            for (place, pair) in chosen.enumerated() { row.addNegative(among[pair.negative, pair.third], place) }
            guard row.hasTriplets else { continue }
            row.sort()
            let second = row.terms(
                positive: { terms.slopes[query, $0] += $1 },
                negative: { referenceSlopes[chosen[$0].negative, chosen[$0].third] += $1 })
            terms.sums[query] += second.sum
            terms.active[query] += second.active
            terms.valid[query] += second.valid
        }
        terms.referenceSlopes = referenceSlopes
        return terms
    }
}

/// Draws references evenly from all whose class is neither of two.
struct ThirdClassSampler {
    /// References by class, the classes one after another.
    private let ordered: [Int]
    private let ranges: [Int: Range<Int>]

    init(_ labels: [Int]) {
        let ordered = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
        var ranges: [Int: Range<Int>] = [:]
        for (place, reference) in ordered.enumerated() {
            ranges[labels[reference]] = (ranges[labels[reference]]?.lowerBound ?? place)..<(place + 1)
        }
        self.ordered = ordered
        self.ranges = ranges
    }

    /// A reference of a class that is neither `first` nor `second`, which differ; nil if there is none.
    func draw(without first: Int, _ second: Int, using generator: inout SeededGenerator) -> Int? {
        let a = ranges[first] ?? 0..<0, b = ranges[second] ?? 0..<0
        let candidates = ordered.count - a.count - b.count
        guard candidates > 0 else { return nil }
        var place = generator.below(candidates)
        for skipped in a.lowerBound < b.lowerBound ? [a, b] : [b, a] where place >= skipped.lowerBound { place += skipped.count }
        return ordered[place]
    }
}
