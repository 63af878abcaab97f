public import Clips

/// How the audio and visual rows of a clip are made to line up, row by row.
///
/// The two networks have their own clocks: VGGish a row a hop (0.96 s), Inception a row a frame, so ten seconds may give ten
/// rows of the one and eleven of the other, and row 9 of both is not the same moment.
public enum RowAlignment: String, Hashable, Sendable, CaseIterable {
    /// Not at all: every modality keeps its own rows.
    case independent
    /// One audio row for each visual row: the one whose centre is nearest to the visual row's in time, the earlier of two that
    /// are as near. An audio row may serve several visual rows, or none.
    case nearest
    /// The first rows of both, as many as the modality with fewer has.
    case trim
    /// All rows of both; the modality with fewer is filled up with rows of zeros, which are counted as no rows.
    case pad

    /// The rows to take, in order. They are as many for both modalities, but for ``independent`` and before ``pad`` fills up.
    ///
    /// **Complexity**: O(n log n).
    public func rows(audio: [Interval], visual: [Interval]) -> (audio: [Int], visual: [Int]) {
        switch self {
        case .independent, .pad:
            return (Array(audio.indices), Array(visual.indices))
        case .trim:
            let count = min(audio.count, visual.count)
            return (Array(0..<count), Array(0..<count))
        case .nearest:
            guard !audio.isEmpty else { return ([], []) }
            // Of rows with one centre the first.
            let centres = Dictionary(audio.indices.map { (Self.centre(audio[$0]), $0) }, uniquingKeysWith: min)
                .map { (centre: $0.key, row: $0.value) }.sorted { $0.centre < $1.centre }
            return (visual.map { Self.nearest(to: Self.centre($0), in: centres) }, Array(visual.indices))
        }
    }

    private static func centre(_ stretch: Interval) -> Double { (stretch.start + stretch.end) / 2 }

    /// - Parameter rows: by centre, ascending; at least one.
    private static func nearest(to time: Double, in rows: [(centre: Double, row: Int)]) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].centre < time { low = middle + 1 } else { high = middle }
        }
        guard low > 0, low == rows.count || time - rows[low - 1].centre <= rows[low].centre - time else { return rows[low].row }
        return rows[low - 1].row
    }
}
