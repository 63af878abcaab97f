import Clips
import Files

/// Names of the numbered files a large set is cut into, by part: `train-00000.tar`, `train-00001.tar`, ...
struct Shards {
    /// As many clips as YouTube-8M's files have, roughly.
    static let clipsPerShard = 1000

    let ending: String
    private var counts: [String: Int] = [:]

    init(ending: String) { self.ending = ending }

    /// Where the next clip of a part goes: a new shard begins when `position` is 0.
    mutating func place(of split: Split?) -> (part: String, shard: Int, position: Int) {
        let part = split?.rawValue ?? "none"
        let count = counts[part, default: 0]
        counts[part] = count + 1
        return (part, count / Self.clipsPerShard, count % Self.clipsPerShard)
    }

    func name(_ part: String, _ shard: Int) -> String { "\(part)-\(padded(shard, 5))\(ending)" }
}

/// The part a shard's name tells; nil for `none` and for names of other tools.
func split(ofShard name: String) -> Split? { Split.allCases.first { name.hasPrefix($0.rawValue) } }
