import Foundation
public import Settings
public import Tensors

/// Pulls positives closer than a smooth nearest negative.
///
/// - `generalized`, per query: `max(0, LSE_p(d_p) + LSE_n(margin - d_n))`, LSE the logarithm of the sum of exponentials; a query
///   without positives or without negatives is no term. **Source**: Hermans et al., arXiv 1703.07737, equation 4.
/// - `original`, per query i and positive p: `max(0, d(i, p) + log(sum_n exp(margin - d(i, n)) + sum_n exp(margin - d(p, n))))^2 / 2`
///   with n over the negatives of i and of p. **Source**: Oh Song et al., arXiv 1511.06452, equation 4; the average is over all
///   pairs, twice those of the paper, as each has two directions.
public struct LiftedStructureLoss: ReferenceMetricLoss {
    public static let name = "lifted-structure"

    public enum Form: String, CaseIterable, Sendable {
        case generalized
        case original
    }

    public struct Parameters: StrictlyDecodable, Sendable {
        public var form: Form
        /// Distance from which a negative stops to count much.
        public var margin: Double
        public var reducer: Reducer

        public init(form: Form = .generalized, margin: Double = 1, reducer: Reducer = .mean) {
            (self.form, self.margin, self.reducer) = (form, margin, reducer)
        }

        public init(from section: Section) throws(SettingsError) {
            form = try section.choice("form", default: .generalized)
            margin = try section.number("margin", default: 1, in: 0...10)
            reducer = form == .generalized ? try section.choice("reducer", default: .mean) : try Reducer.overTerms(in: section, default: .mean)
        }
    }

    private let parameters: Parameters
    public var reducer: Reducer { parameters.reducer }

    public init(_ parameters: Parameters) { self.parameters = parameters }

    public func terms(
        _ distances: Matrix, among: Matrix, _ pairs: PairMasks, using generator: inout SeededGenerator
    ) -> LossTerms {
        switch parameters.form {
        case .generalized: generalized(distances, pairs)
        case .original: original(distances, among, pairs)
        }
    }

    private func generalized(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        let margin = parameters.margin
        return LossTerms(distances, pairs, scratch: {}) { row, _ in
            guard row.has(.positive), row.has(.negative) else { return QueryTerms() }
            let sum = row.logSumOfExponentials(.positive, factor: -1, offset: 0) + row.logSumOfExponentials(.negative, factor: 1, offset: margin)
            guard sum > 0 else {
                row.slopes.update(repeating: 0)
                return QueryTerms(valid: 1)
            }
            row.scaleSlopes(.negative, by: -1)
            return QueryTerms(sum: sum, active: 1, valid: 1)
        }
    }

    /// With `own_i = LSE_n(margin - d(i, n))` and `other_p = LSE_n(margin - d(p, n))`, a pair's loss is `max(0, d_ip + LSE(own_i, other_p))^2 / 2`.
    private func original(_ distances: Matrix, _ among: Matrix, _ pairs: PairMasks) -> LossTerms {
        let margin = parameters.margin
        let between = PairMasks(queryLabels: pairs.referenceLabels, referenceLabels: pairs.referenceLabels, diagonal: .ignored)
        // Sums are the LSEs, and slopes the shares of the negatives in them.
        @Sendable func negatives(_ row: QueryRow, _: inout Void) -> QueryTerms {
            QueryTerms(sum: row.logSumOfExponentials(.negative, factor: 1, offset: margin))
        }
        var terms = LossTerms(distances, pairs, scratch: {}, negatives)
        var others = LossTerms(among, between, scratch: {}, negatives)
        let own = terms.sums
        var pushes = [Double](repeating: 0, count: pairs.references)
        for query in 0..<pairs.queries {
            let result = pairTerms(query, distances, pairs, own: own[query], others: others.sums, pushes: &pushes)
            (terms.sums[query], terms.active[query], terms.valid[query]) = (result.terms.sum, result.terms.active, result.terms.valid)
            for reference in 0..<pairs.references {
                switch pairs.relations[query * pairs.references + reference] {
                case .positive: terms.slopes[query, reference] = Float(result.pulls[reference])
                case .negative: terms.slopes[query, reference] *= -Float(result.push)
                case .ignored: break
                }
            }
        }
        for reference in 0..<pairs.references {
            let push = -Float(pushes[reference])
            for other in 0..<pairs.references { others.slopes[reference, other] *= push }
        }
        terms.referenceSlopes = others.slopes
        return terms
    }

    /// The pairs of one query: their terms, the slope along each positive's distance, and along its own LSE; those along the
    /// others' LSEs are added to `pushes`.
    private func pairTerms(
        _ query: Int, _ distances: Matrix, _ pairs: PairMasks, own: Double, others: [Double], pushes: inout [Double]
    ) -> (terms: QueryTerms, pulls: [Double], push: Double) {
        var terms = QueryTerms(), pulls = [Double](repeating: 0, count: pairs.references), push = 0.0
        for positive in 0..<pairs.references where pairs.relations[query * pairs.references + positive] == .positive {
            let top = max(own, others[positive])
            guard top > -.infinity else { continue }   // no negatives at all
            terms.valid += 1
            let smooth = top + log(exp(own - top) + exp(others[positive] - top))
            let loss = Double(distances[query, positive]) + smooth
            guard loss > 0 else { continue }
            terms.active += 1
            terms.sum += loss * loss / 2
            pulls[positive] = loss
            push += loss * exp(own - smooth)
            pushes[positive] += loss * exp(others[positive] - smooth)
        }
        return (terms, pulls, push)
    }
}
