public import Clips
import Foundation
import Tensors
public import Workflow

/// How alike two sets of features of the same clips are: exported files, imported ones, caches of other settings.
public struct FeatureComparison: Codable, Sendable {
    /// One modality of one clip.
    public struct Entry: Codable, Hashable, Sendable {
        public let clip: String
        public let modality: Modality
        /// Of the rows laid end to end, or of their means where the two have different numbers of rows; 1 is alike.
        public let cosine: Double
        /// Length of the second over that of the first.
        public let normRatio: Double
        /// Largest absolute difference of two values; of the means where the numbers of rows differ.
        public let maxDifference: Double
        public let rows: [Int]
    }

    /// One modality over all clips.
    public struct Summary: Codable, Sendable {
        public let modality: Modality
        public let clips: Int
        public let meanCosine: Double
        public let minCosine: Double
        public let maxDifference: Double
        public let meanNormRatio: Double
        /// Clips whose numbers of rows differ.
        public let differentRows: Int
        /// Clips by 1 - cosine: the bounds of ``bounds`` and above.
        public let histogram: [Int]
        /// The lowest cosines first.
        public let worst: [Entry]
    }

    /// Upper bounds of the histogram's bins of 1 - cosine; the last bin is open.
    public static let bounds: [Double] = [1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 1e-2, 0.1]

    public let summaries: [Summary]
    /// Clips of the first, and of the second, that the other lacks.
    public let onlyInFirst: Int
    public let onlyInSecond: Int

    /// Whether every compared clip is at least so alike, and there is one to compare.
    public func isWithin(_ threshold: Double) -> Bool {
        summaries.contains { $0.clips > 0 } && summaries.allSatisfy { $0.clips == 0 || $0.minCosine >= threshold }
    }

    /// - Throws: what reading the two throws; ``FeatureError/notComparable(modality:widths:)`` for rows of different widths.
    public init(_ first: FeatureLocation, _ second: FeatureLocation, worst: Int, _ context: RunContext) throws {
        var left = Side(try first.reader()), right = Side(try second.reader())
        var counts = [Modality: ComparisonCounts]()
        var matched = 0
        // Both are read in step; what has no partner yet waits, so equal orders need no memory.
        while !left.isAtEnd || !right.isAtEnd {
            try context.stopIfInterrupted()
            for (clip, partner) in [try left.advance(against: &right), try right.advance(against: &left).map { ($1, $0) }].compactMap(\.self) {
                try Self.compare(clip, partner, worst, &counts)
                matched += 1
                context.events.emit(.progress(stage: "compare", done: matched, total: left.count ?? 0, failed: 0, unit: "clips", note: ""))
            }
        }
        summaries = counts.sorted { $0.key < $1.key }.map { $1.summary($0) }
        onlyInFirst = left.waiting.count
        onlyInSecond = right.waiting.count
    }

    /// One of the two, and its clips that wait for a partner.
    private struct Side {
        private let reader: FeatureReader
        var waiting: [String: FeatureClip] = [:]
        private(set) var isAtEnd = false

        init(_ reader: FeatureReader) { self.reader = reader }

        var count: Int? { reader.clipCount }

        /// The next clip with its partner; nil if that has not come yet, or at the end.
        mutating func advance(against other: inout Side) throws -> (FeatureClip, FeatureClip)? {
            guard !isAtEnd, let clip = try reader.next() else {
                isAtEnd = true
                return nil
            }
            if let partner = other.waiting.removeValue(forKey: clip.id) { return (clip, partner) }
            waiting[clip.id] = clip
            return nil
        }
    }

    private static func compare(
        _ first: FeatureClip, _ second: FeatureClip, _ worst: Int, _ counts: inout [Modality: ComparisonCounts]
    ) throws {
        for modality in Modality.allCases {
            guard let a = first.features[modality]?.matrix(nil), let b = second.features[modality]?.matrix(nil)
            else { continue }
            guard a.columns == b.columns else { throw FeatureError.notComparable(modality: modality, widths: [a.columns, b.columns]) }
            let same = a.rows == b.rows
            let entry = Entry(clip: first.id, modality: modality, same ? a.values : mean(a), same ? b.values : mean(b), rows: [a.rows, b.rows])
            counts[modality, default: ComparisonCounts(worstCount: worst)].add(entry)
        }
    }
}

extension FeatureComparison.Entry {
    init(clip: String, modality: Modality, _ a: [Float], _ b: [Float], rows: [Int]) {
        var product = 0.0, left = 0.0, right = 0.0, difference = 0.0
        for (x, y) in zip(a, b) {
            let (x, y) = (Double(x), Double(y))
            product += x * y
            left += x * x
            right += y * y
            difference = max(difference, abs(x - y))
        }
        // Two vectors of zeros are alike; a vector of zeros is unlike any other.
        let cosine = left > 0 && right > 0 ? product / (left.squareRoot() * right.squareRoot()) : left == right ? 1 : 0
        self.init(
            clip: clip, modality: modality, cosine: min(1, cosine), normRatio: left > 0 ? (right / left).squareRoot() : right > 0 ? .greatestFiniteMagnitude : 1,
            maxDifference: difference, rows: rows)
    }
}

/// Sums of one modality while clips are compared.
private struct ComparisonCounts {
    let worstCount: Int
    private var clips = 0
    private var cosines = 0.0, ratios = 0.0, lowest = 1.0, difference = 0.0
    private var differentRows = 0
    private var histogram = [Int](repeating: 0, count: FeatureComparison.bounds.count + 1)
    private var worst: [FeatureComparison.Entry] = []

    init(worstCount: Int) { self.worstCount = worstCount }

    mutating func add(_ entry: FeatureComparison.Entry) {
        clips += 1
        cosines += entry.cosine
        ratios += entry.normRatio
        lowest = min(lowest, entry.cosine)
        difference = max(difference, entry.maxDifference)
        if entry.rows[0] != entry.rows[1] { differentRows += 1 }
        let distance = 1 - entry.cosine
        histogram[FeatureComparison.bounds.firstIndex { distance < $0 } ?? FeatureComparison.bounds.count] += 1
        guard worst.count < worstCount || entry.cosine < worst.last?.cosine ?? 1 else { return }
        worst.insert(entry, at: worst.firstIndex { entry.cosine < $0.cosine } ?? worst.count)
        if worst.count > worstCount { worst.removeLast() }
    }

    func summary(_ modality: Modality) -> FeatureComparison.Summary {
        FeatureComparison.Summary(
            modality: modality, clips: clips, meanCosine: cosines / Double(max(1, clips)), minCosine: lowest, maxDifference: difference,
            meanNormRatio: ratios / Double(max(1, clips)), differentRows: differentRows, histogram: histogram, worst: worst)
    }
}
