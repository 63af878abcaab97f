/// The rank, counted from 1, of gallery item `item`; equal scores keep the gallery's order.
func instanceRank(of item: Int, scores: UnsafeBufferPointer<Double>) -> Int {
    let own = scores[item]
    var before = 0
    for index in scores.indices { before += scores[index] > own || (scores[index] == own && index < item) ? 1 : 0 }
    return before + 1
}
