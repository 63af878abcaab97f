/// What a ``RankCounter`` works with: one a thread, for one query after another.
final class RankMemory<Score: WrittenScore> {
    let members: ClassMembers
    let order: RelevantOrder<Score>.Memory
    /// The bucket of every place's score; then room for those of the surroundings of relevant items.
    let bucketOfPlace: UnsafeMutablePointer<UInt16>
    /// By bucket, the number of relevant items that are before what falls into it for certain; where a comparison is needed,
    /// raised by the number of all relevant items and one.
    let before: UnsafeMutablePointer<Int32>
    /// By bucket, relevant items whose surroundings begin (high half) and end in it.
    let bounds: UnsafeMutablePointer<UInt64>
    /// others[i]: irrelevant items that stand after exactly i relevant ones; raised i mean nothing. Four such lists, a stride apart, that are
    /// added up into the first.
    let others: UnsafeMutablePointer<Int32>
    /// Places that need a comparison; then those that need their exact score, and the relevant item from where on.
    let candidates: UnsafeMutablePointer<Int32>
    let firsts: UnsafeMutablePointer<Int32>
    /// tied[i]: irrelevant items with the score of the group of relevant ones that begins at i; and those of them that stand before it.
    let tied: UnsafeMutablePointer<Int32>
    let tiedAhead: UnsafeMutablePointer<Int32>

    init(_ members: ClassMembers) {
        self.members = members
        let most = members.largestClass
        order = RelevantOrder.Memory(capacity: most)
        bucketOfPlace = .allocate(capacity: members.count + 2 * most)
        let buckets = ScoreBuckets<Score>.count(relevant: most)
        before = .allocate(capacity: buckets)
        bounds = .allocate(capacity: buckets)
        others = .allocate(capacity: 8 * (most + 1))
        candidates = .allocate(capacity: members.count + 1)
        firsts = .allocate(capacity: members.count + 1)
        tied = .allocate(capacity: most + 1)
        tiedAhead = .allocate(capacity: most + 1)
    }

    deinit {
        bucketOfPlace.deallocate()
        before.deallocate()
        bounds.deallocate()
        others.deallocate()
        candidates.deallocate()
        firsts.deallocate()
        tied.deallocate()
        tiedAhead.deallocate()
    }

    /// Between the four lists of counts.
    func stride(relevant count: Int) -> Int { 2 * (count + 1) }

    func clear(relevant count: Int) {
        others.update(repeating: 0, count: 4 * stride(relevant: count))
        tied.update(repeating: 0, count: count + 1)
        tiedAhead.update(repeating: 0, count: count + 1)
    }

    func addUp(relevant count: Int) {
        let others = others, stride = stride(relevant: count)
        for index in 0...count {
            others[index] &+= others[index &+ stride] &+ others[index &+ 2 &* stride] &+ others[index &+ 3 &* stride]
        }
    }
}
