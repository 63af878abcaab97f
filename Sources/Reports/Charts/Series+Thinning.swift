extension Series {
    /// The same curve with at most about `limit` points: of each run of neighbours the lowest and the highest stay, so that
    /// peaks survive. Curves of up to `limit` points stay as they are.
    func thinned(to limit: Int) -> Series {
        guard points.count > limit else { return self }
        let runLength = (points.count * 2 + limit - 1) / limit
        var kept: [Point] = []
        for start in stride(from: 0, to: points.count, by: runLength) {
            let run = start..<min(start + runLength, points.count)
            guard let low = run.filter({ points[$0].isFinite }).min(by: { points[$0].y < points[$1].y }),
                  let high = run.filter({ points[$0].isFinite }).max(by: { points[$0].y < points[$1].y })
            else {
                kept.append(points[start])   // a run without values stays a gap
                continue
            }
            kept += (low == high ? [low] : [min(low, high), max(low, high)]).map { points[$0] }
        }
        return Series(name, kept)
    }
}
