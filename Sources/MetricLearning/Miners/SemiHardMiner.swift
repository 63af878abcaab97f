/// The triplets of the window `d_p < d_n < d_p + margin`, counted as ``BatchAllMiner`` counts all of them.
struct SemiHardMiner: TripletMiner {
    func terms(of row: inout TripletRow, slopes: UnsafeMutableBufferPointer<Float>) -> QueryTerms {
        row.sort()
        let (positives, negatives) = (row.positives, row.negatives)
        let origin = Double(min(row.key(0), negatives.value(0)))
        var terms = QueryTerms(valid: row.tripletCount)
        var below = 0, notAbove = 0
        for position in 0..<positives.count {
            let distance = positives.value(position), key = row.key(position)
            while below < negatives.count, negatives.value(below) < key { below += 1 }
            while notAbove < negatives.count, negatives.value(notAbove) <= distance { notAbove += 1 }
            let count = max(0, below - notAbove)   // a margin of 0 leaves no window
            slopes[positives.index(position)] = Float(count)
            terms.sum += Double(count) * (Double(key) - origin)
            terms.active += count
        }
        var keysNotAbove = 0, nearer = 0
        for position in 0..<negatives.count {
            let distance = negatives.value(position)
            while keysNotAbove < positives.count, row.key(keysNotAbove) <= distance { keysNotAbove += 1 }
            while nearer < positives.count, positives.value(nearer) < distance { nearer += 1 }
            let count = max(0, nearer - keysNotAbove)
            slopes[negatives.index(position)] = -Float(count)
            terms.sum -= Double(count) * (Double(distance) - origin)
        }
        return terms
    }
}
