/// Every triplet, without enumerating them.
///
/// With distances sorted, two pointers count the active triplets of each positive and each negative, and the counts are both the
/// slopes and the weights of the sum. Values are summed around the row's least one, which cancels exactly: both sides have the
/// same count in all.
struct BatchAllMiner: TripletMiner {
    func terms(of row: inout TripletRow, slopes: UnsafeMutableBufferPointer<Float>) -> QueryTerms {
        row.sort()
        return row.terms(positive: { slopes[$0] = $1 }, negative: { slopes[$0] = $1 })
    }
}

extension TripletRow {
    /// The terms of all triplets of a sorted row; slopes are handed out by the place of each distance.
    func terms(positive: (Int, Float) -> Void, negative: (Int, Float) -> Void) -> QueryTerms {
        let origin = Double(min(key(0), negatives.value(0)))
        var terms = QueryTerms(valid: tripletCount)
        var below = 0
        for position in 0..<positives.count {
            let key = key(position)
            while below < negatives.count, negatives.value(below) < key { below += 1 }
            positive(positives.index(position), Float(below))
            terms.sum += Double(below) * (Double(key) - origin)
            terms.active += below
        }
        var notAbove = 0
        for position in 0..<negatives.count {
            let distance = negatives.value(position)
            while notAbove < positives.count, key(notAbove) <= distance { notAbove += 1 }
            let above = positives.count - notAbove
            negative(negatives.index(position), -Float(above))
            terms.sum -= Double(above) * (Double(distance) - origin)
        }
        return terms
    }
}
