/// One triplet for each query: its farthest positive and its nearest negative, ties to the lower index.
///
/// **Source**: Hermans et al., arXiv 1703.07737. **Complexity**: O(R) for a query, without a sort.
struct BatchHardMiner: TripletMiner {
    func terms(of row: inout TripletRow, slopes: UnsafeMutableBufferPointer<Float>) -> QueryTerms {
        var farthest = 0, nearest = 0
        for position in 1..<max(1, row.positives.count) where row.positives.value(position) > row.positives.value(farthest) {
            farthest = position
        }
        for position in 1..<max(1, row.negatives.count) where row.negatives.value(position) < row.negatives.value(nearest) {
            nearest = position
        }
        let loss = Double(row.key(farthest)) - Double(row.negatives.value(nearest))
        guard loss > 0 else { return QueryTerms(valid: 1) }
        slopes[row.positives.index(farthest)] = 1
        slopes[row.negatives.index(nearest)] = -1
        return QueryTerms(sum: loss, active: 1, valid: 1)
    }
}
