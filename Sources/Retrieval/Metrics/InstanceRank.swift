/// The rank, counted from 1, of gallery item `item`; equal exact scores keep the gallery's order.
///
/// - Parameters:
///   - written: scores within `error` of the exact ones.
func instanceRank(of item: Int, written: UnsafeBufferPointer<Double>, error: Double, exactScore: (Int) -> Double) -> Int {
    let own = written[item], exactOwn = exactScore(item), margin = 2 * error
    var before = 0
    for other in written.indices {
        let difference = written[other] - own
        if difference > margin {
            before += 1
        } else if difference >= -margin, other != item {
            let score = exactScore(other)
            if score > exactOwn || (score == exactOwn && other < item) { before += 1 }
        }
    }
    return before + 1
}
