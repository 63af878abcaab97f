import Clips

/// The videos of each class in a seeded random order, from which parts are taken one after the other.
struct Strata {
    /// Samples that share a file and so stay together.
    private struct Video {
        let ids: [String]
        let rank: UInt64
    }

    /// By class name; the videos of each in random order.
    private var classes: [[Video]]

    /// - Parameter stream: tells apart the draws that one seed is used for.
    init(_ samples: [Sample], seed: UInt64, stream: String) {
        let ordered = samples.sorted { $0.id < $1.id }
        let videos = Dictionary(grouping: ordered) { sample in
            Key(file: sample.members[.visual] ?? sample.members[.audio], id: sample.members.isEmpty ? sample.id : nil)
        }
        let byClass = Dictionary(grouping: videos.values) { $0[0].labels.first ?? "" }
        classes = byClass.sorted { $0.key < $1.key }.map { _, videos in
            videos.map { Video(ids: $0.map(\.id), rank: Self.rank(of: $0[0].id, seed: seed, stream: stream)) }
                .sorted { ($0.rank, $0.ids[0]) < ($1.rank, $1.ids[0]) }
        }
    }

    var remainingIDs: [String] { classes.flatMap { $0.flatMap(\.ids) } }

    /// Takes a share of every class's videos and gives their samples' ids.
    ///
    /// What rounding adds to one class it takes from the next, so that the sum is right too. A class gives one video at least
    /// if its share is nearer to one than to none, and never its last.
    mutating func take(share: Double) -> [String] {
        var ids: [String] = []
        var due = 0.0
        for index in classes.indices {
            let count = classes[index].count
            due += share * Double(count)
            let least = share * Double(count) >= 0.5 ? 1 : 0
            let taken = min(max(Int(due.rounded()), least), max(0, count - 1))
            due -= Double(taken)
            ids += classes[index].prefix(taken).flatMap(\.ids)
            classes[index].removeFirst(taken)
        }
        return ids
    }

    private struct Key: Hashable {
        let file: MemberReference?
        let id: String?
    }

    /// A random number that belongs to the id: FNV-1a, then the finaliser of SplitMix64 (https://prng.di.unimi.it/).
    private static func rank(of id: String, seed: UInt64, stream: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ mixed(seed)
        for text in [stream, "/", id] {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return mixed(hash)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
