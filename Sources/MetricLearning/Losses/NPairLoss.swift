import Foundation
public import Settings
public import Tensors

/// The cross-entropy of an anchor's inner products with one positive of every class, for one anchor of every class.
///
/// Of each class with a positive pair, the anchor is its first query in the batch and the positive that query's first; batches
/// are shuffled, so all items have their turn. Lengths count here, so a penalty keeps them short.
///
/// **Source**: Sohn, Improved deep metric learning with multi-class N-pair loss objective, NIPS 2016, equation 7; the penalty,
/// `l2 / 4` times the mean squared lengths of anchors and of references, and its weight as TensorFlow's `npairs_loss`, here over
/// the whole batch.
public struct NPairLoss: MetricLoss {
    public static let name = "n-pair"
    public static let space = ComparisonSpace.embeddings(.innerProduct)

    public struct Parameters: StrictlyDecodable, Sendable {
        /// Weight of the squared lengths.
        public var lengthPenalty: Double

        public init(lengthPenalty: Double = 0.002) { self.lengthPenalty = lengthPenalty }

        public init(from section: Section) throws(SettingsError) {
            lengthPenalty = try section.number("length_penalty", default: 0.002, in: 0...1_000)
        }
    }

    public let reducer = Reducer.mean
    public let lengthPenalty: Double

    public init(_ parameters: Parameters) { lengthPenalty = parameters.lengthPenalty / 4 }

    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        precondition(distances.rows == pairs.queries && distances.columns == pairs.references)
        let chosen = Self.onePairOfEachClass(pairs)
        var terms = LossTerms(queries: pairs.queries, references: pairs.references)
        for (place, pair) in chosen.enumerated() {
            let nearest = chosen.map { Double(distances[pair.anchor, $0.positive]) }.min() ?? 0
            let powers = chosen.map { exp(nearest - Double(distances[pair.anchor, $0.positive])) }
            let sum = powers.reduce(0, +)
            for (other, power) in zip(chosen, powers) { terms.slopes[pair.anchor, other.positive] = Float(-power / sum) }
            terms.slopes[pair.anchor, pair.positive] = Float(1 - powers[place] / sum)
            let value = Double(distances[pair.anchor, pair.positive]) - nearest + log(sum)
            terms.sums[pair.anchor] = value
            terms.active[pair.anchor] = value > 0 ? 1 : 0
            terms.valid[pair.anchor] = 1
        }
        return terms
    }

    /// In the order of the anchors.
    private static func onePairOfEachClass(_ pairs: PairMasks) -> [(anchor: Int, positive: Int)] {
        var seen: Set<Int> = []
        var chosen: [(anchor: Int, positive: Int)] = []
        for (query, label) in pairs.queryLabels.enumerated() where !seen.contains(label) {
            let row = pairs.relations[(query * pairs.references)..<((query + 1) * pairs.references)]
            guard let positive = row.firstIndex(of: .positive) else { continue }
            seen.insert(label)
            chosen.append((query, positive - row.startIndex))
        }
        return chosen
    }
}
