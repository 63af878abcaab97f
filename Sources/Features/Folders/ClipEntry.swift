import Clips

/// What stands beside a clip's arrays where a format has no place for it: a line of `index.jsonl`, or a sample's JSON.
struct ClipEntry: Codable, Hashable {
    var id: String
    var labels: [String]
    var split: String?
    /// Start and end of the annotated event, seconds.
    var event: [Double]?
    /// Starts and ends of the rows, by modality, seconds.
    var times: [String: [[Double]]]
    /// Where rows of zeros fill a modality up, how many are the clip's own.
    var rows: [String: Int]?

    init(_ clip: FeatureClip) {
        id = clip.id
        labels = clip.labels
        split = clip.split?.rawValue
        event = clip.interval.map { [$0.start, $0.end] }
        times = Dictionary(uniqueKeysWithValues: clip.features.map { modality, rows in
            (modality.rawValue, rows.times.map { [$0.start, $0.end] })
        })
        let filled = clip.features.filter { $0.value.filling > 0 }.map { ($0.key.rawValue, $0.value.ownRows) }
        rows = filled.isEmpty ? nil : Dictionary(uniqueKeysWithValues: filled)
    }

    /// The clip, still without its rows.
    ///
    /// - Throws: ``FeatureError/malformed(file:item:problem:)`` for an unknown split, no label or an event that is none.
    func clip(file: String) throws -> FeatureClip {
        guard split == nil || Split(rawValue: split ?? "") != nil else {
            let known = Split.allCases.map(\.rawValue).joined(separator: ", ")
            throw FeatureError.malformed(file: file, item: id, problem: "its split is '\(split ?? "")'; expected one of \(known)")
        }
        guard !labels.isEmpty else { throw FeatureError.malformed(file: file, item: id, problem: "it has no label") }
        guard event == nil || event?.count == 2 else { throw FeatureError.malformed(file: file, item: id, problem: "its event is not a start and an end") }
        return FeatureClip(
            id: id, labels: labels, split: split.flatMap(Split.init(rawValue:)),
            interval: event.map { Interval(start: $0[0], end: $0[1]) }, features: [:])
    }

    /// The clip's own rows of those that were stored, with their times.
    ///
    /// - Throws: ``FeatureError/malformed(file:item:problem:)`` where it has more of its own than are stored, or none.
    func described(_ stored: ClipRows, of modality: Modality, file: String) throws -> ClipRows {
        let count = rows?[modality.rawValue] ?? stored.rows
        guard (1...stored.rows).contains(count) else {
            throw FeatureError.malformed(file: file, item: id, problem: "has \(count) \(modality.rawValue) rows of its own, of \(stored.rows)")
        }
        var own = stored.prefix(count)
        own.times = Array(times(of: modality, rows: stored.rows).prefix(count))
        return own
    }

    /// The times of a modality's rows; none if they do not fit.
    private func times(of modality: Modality, rows: Int) -> [Interval] {
        guard let times = times[modality.rawValue], times.count == rows, times.allSatisfy({ $0.count == 2 }) else { return [] }
        return times.map { Interval(start: $0[0], end: $0[1]) }
    }
}
