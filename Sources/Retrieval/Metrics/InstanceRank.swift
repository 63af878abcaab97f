extension ClassMembers {
    /// The rank, counted from 1, of a gallery item; equal exact scores keep the gallery's order.
    ///
    /// - Parameters:
    ///   - written: scores by place, each so near the exact one that two which differ by more than `2 error`, as computed, are in
    ///     its order.
    ///   - exactScore: the exact score of the item at a place.
    func rank<Score: WrittenScore>(of item: Int, _ written: UnsafePointer<Score>, error: Score, exactScore: (Int) -> Double) -> Int {
        let own = Int(places[item]), exactOwn = exactScore(own), margin = 2 * error
        var before = 0
        for place in 0..<count {
            let difference = written[place] - written[own]
            if difference > margin {
                before += 1
            } else if difference >= -margin, place != own {
                let score = exactScore(place)
                if score > exactOwn || (score == exactOwn && items[place] < item) { before += 1 }
            }
        }
        return before + 1
    }
}
