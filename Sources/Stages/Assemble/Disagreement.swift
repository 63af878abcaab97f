import Clips
import Tensors

extension DisagreementSettings {
    /// For each row the row whose audio it gets: itself, or for the chosen pairs one of another class in the same part.
    ///
    /// The chosen pairs exchange their audio among themselves, so no sound is lost or doubled, and what is fitted to a
    /// part's audio does not change. The label stays the one of the picture.
    ///
    /// - Throws: ``StageError/cannotDisagree(part:detail:)`` where one class has more than half of a part's chosen pairs.
    func audioSources(labels: [Int], splits: [Split]) throws(StageError) -> [Int] {
        var sources = Array(labels.indices)
        guard share > 0 else { return sources }
        for part in parts {
            let rows = labels.indices.filter { splits[$0] == part }
            let chosen = ClassOrder(rows, labels: labels, seed: seed, stream: "disagree at \(part.rawValue)").share(share, atLeast: 0)
            let donors = try exchanged(chosen, labels, part)
            for (row, donor) in zip(chosen, donors) { sources[row] = donor }
        }
        return sources
    }

    private var parts: [Split] {
        switch place {
        case .train: [.train, .validation]
        case .test: [.test]
        case .both: [.train, .validation, .test]
        }
    }

    /// The rows in a random order in which none stands where one of its own class stood.
    private func exchanged(_ rows: [Int], _ labels: [Int], _ part: Split) throws(StageError) -> [Int] {
        let counts = Dictionary(grouping: rows) { labels[$0] }.mapValues(\.count)
        if let (label, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), 2 * count > rows.count {
            throw .cannotDisagree(part: part.rawValue, detail: "class \(label) has \(count) of the \(rows.count) chosen pairs")
        }
        var generator = SeededGenerator(seed: UInt64(seed), stream: "exchange at \(part.rawValue)")
        var donors = generator.permutation(rows.count).map { rows[$0] }
        func agrees(_ place: Int, _ donor: Int) -> Bool { labels[rows[place]] == labels[donors[donor]] }
        for place in rows.indices where agrees(place, place) {
            // A swap that settles this place and unsettles no other. There is one: no class has more than half of the places.
            let start = generator.below(rows.count)
            let partner = rows.indices.lazy.map { (start + $0) % rows.count }.first { !agrees(place, $0) && !agrees($0, place) }
            if let partner { donors.swapAt(place, partner) }
        }
        return donors
    }

    /// What a reader of the table must know; nil if all pairs agree.
    var remark: String? {
        guard share > 0 else { return nil }
        let pairs = switch place {
        case .train: "training and validation"
        case .test: "test"
        case .both: "all"
        }
        return "\(percent(share)) of the \(pairs) pairs have the audio of another class (seed \(seed))."
    }
}
