/// One triplet for each positive: with the nearest negative that is farther than it, else with the farthest negative.
///
/// **Source**: Schroff et al., arXiv 1503.03832, section 3.2, in the form of TensorFlow Addons' `triplet_semihard_loss`.
struct NearestSemiHardMiner: TripletMiner {
    func terms(of row: inout TripletRow, slopes: UnsafeMutableBufferPointer<Float>) -> QueryTerms {
        row.sort()
        var terms = QueryTerms(valid: row.positives.count)
        var notAbove = 0
        for position in 0..<row.positives.count {
            let distance = row.positives.value(position)
            while notAbove < row.negatives.count, row.negatives.value(notAbove) <= distance { notAbove += 1 }
            let chosen = min(notAbove, row.negatives.count - 1)
            let loss = Double(row.key(position)) - Double(row.negatives.value(chosen))
            guard loss > 0 else { continue }
            terms.sum += loss
            terms.active += 1
            slopes[row.positives.index(position)] += 1
            slopes[row.negatives.index(chosen)] -= 1
        }
        return terms
    }
}
