import Foundation
import Settings

extension RetrievalMetric {
    /// All metrics, in the order of tables. A metric is a formula in this file and a line here.
    public static let registry: [RetrievalMetric] = Registry(of: "metric", [
        map, tieAwareMAP, mapAtR, macroMAP, chance, reciprocalRank, recall, precision, ndcg, instanceRecall,
        mapPerClass, elevenPoint, precisionRecall,
    ], name: \.name).entries

    public static let map = RetrievalMetric(name: "map", title: "MAP", note: "MAP over all ranks.", formula: .mean { $0.averagePrecision })

    public static let tieAwareMAP = RetrievalMetric(
        name: "tie_aware_map", title: "tie-aware MAP", note: "Tie-aware MAP = its mean over all orders of equal scores.",
        formula: .mean { $0.tieAwareAveragePrecision })

    public static let mapAtR = RetrievalMetric(
        name: "map_at_r", title: "MAP@R", note: "MAP@R = the same over the first R ranks only, R being the items of the query’s class.",
        formula: .mean { $0.averagePrecisionAtR })

    public static let macroMAP = RetrievalMetric(
        name: "macro_map", title: "macro MAP", note: "Macro MAP = mean over classes of the mean AP of their queries.",
        formula: .meanOverClasses(of: .map))

    /// The exact MAP that a random ranking has on average.
    public static let chance = RetrievalMetric(
        name: "chance", title: "chance", formula: .expectation { chanceAveragePrecision(gallerySize: $0, relevant: $1) })

    public static let reciprocalRank = RetrievalMetric(
        name: "mrr", title: "MRR", note: "MRR = mean of 1 / rank of the first relevant item.", formula: .mean { $0.reciprocalRank })

    public static let recall = RetrievalMetric(
        name: "recall", title: "recall",
        note: "Recall@K = share of queries with a relevant item among the first K (of the class; not of the same clip).",
        formula: .meanAtCutoffs { $0.recall(at: $1) })

    public static let precision = RetrievalMetric(
        name: "precision", title: "precision", note: "Precision@K = share of relevant items among the first K.",
        formula: .meanAtCutoffs { $0.precision(at: $1) })

    public static let ndcg = RetrievalMetric(
        name: "ndcg", title: "nDCG",
        note: "nDCG@K = sum of 1 / log2(rank + 1) over the relevant items among the first K, over the highest possible sum.",
        formula: .meanAtCutoffs { $0.normalizedDCG(at: $1) })

    /// K beyond the gallery means all of it.
    public static let instanceRecall = RetrievalMetric(
        name: "instance_recall", title: "instance recall",
        note: "Instance recall@K = share of queries whose own clip is among the first K.",
        formula: .meanOfPairAtCutoffs { $0 <= $1 ? 1 : 0 })

    /// Mean average precision of the queries of each class.
    public static let mapPerClass = RetrievalMetric(name: "map_per_class", title: "MAP of a class", formula: .meanOfClass(of: .map))

    /// Mean interpolated precision at recall 0, 0.1, ..., 1.
    public static let elevenPoint = RetrievalMetric(
        name: "eleven_point", title: "eleven-point precision", formula: .meanOfList(count: 11) { $0.elevenPointPrecision })

    /// Mean precision and mean recall at fixed ranks.
    public static let precisionRecall = RetrievalMetric(
        name: "precision_recall", title: "precision and recall",
        formula: .curve(ranks: { precisionRecallRanks(gallerySize: $0) }) { hits, rank, relevant in
            (Double(hits) / Double(rank), relevant > 0 ? Double(hits) / Double(relevant) : 0)
        })
}

/// Equal scores keep the gallery's order in every formula but ``tieAwareAveragePrecision``. A query without a relevant item in the
/// gallery has the value 0 and still counts in the mean.
extension RelevantRanks {
    /// Average precision over the whole ranking: `AP = (1/R) sum_r rel(r) * hits(r) / r`, R the relevant items in the gallery.
    public var averagePrecision: Double { ranks.isEmpty ? 0 : precisionSum / Double(ranks.count) }

    /// The mean of ``averagePrecision`` over all orders of equal scores.
    ///
    /// At place i of a group of n equal scores, r of them relevant, after a items of which h are relevant, a relevant item
    /// stands with probability r/n, and then `h + 1 + (i - 1)(r - 1)/(n - 1)` relevant ones stand among the first a + i.
    ///
    /// **Source**: McSherry and Najork, Computing information retrieval performance measures efficiently in the presence of
    /// tied scores, ECIR 2008, doi:10.1007/978-3-540-78646-7_38.
    public var tieAwareAveragePrecision: Double {
        guard !ties.isEmpty else { return averagePrecision }
        var sum = 0.0
        var next = 0
        for group in ties {
            sum += precisions[next..<group.relevantBefore].reduce(0, +) + group.expectedPrecisionSum
            next = group.relevantBefore + group.relevant
        }
        return (sum + precisions[next..<ranks.count].reduce(0, +)) / Double(ranks.count)
    }

    /// Average precision over the first R ranks, R the relevant items in the gallery: `AP@R = (1/R) sum_{r <= R} rel(r) hits(r) / r`.
    ///
    /// **Source**: Musgrave, Belongie and Lim, A metric learning reality check, arXiv 2003.08505, section 3.2.
    public var averagePrecisionAtR: Double {
        ranks.isEmpty ? 0 : precisions.prefix(hits(within: ranks.count)).reduce(0, +) / Double(ranks.count)
    }

    /// One over the rank of the first relevant item.
    public var reciprocalRank: Double { ranks.first.map { 1 / Double($0) } ?? 0 }

    /// Class-level recall@K: 1 if at least one item of the query's class is among the first K, else 0.
    ///
    /// Not to be confused with instance recall, which asks for the paired item. K beyond the gallery means all of it.
    public func recall(at k: Int) -> Double { ranks.first.map { $0 <= k ? 1 : 0 } ?? 0 }

    /// Relevant items among the first K, over K. A gallery smaller than K is not padded: its missing ranks count as misses.
    public func precision(at k: Int) -> Double { Double(hits(within: k)) / Double(k) }

    /// Normalised discounted cumulative gain with binary relevance: `nDCG@K = DCG / IDCG`, `DCG = sum_{r <= K} rel(r) / log2(r + 1)`
    /// and IDCG the DCG of a ranking with all R relevant items first, `sum_{r <= min(K, R)} 1 / log2(r + 1)`.
    ///
    /// K beyond the gallery means all of it. It is scikit-learn's `ndcg_score` where no scores are equal. Equal scores keep the gallery's
    /// order here, as in all metrics, while `ndcg_score` takes the mean over all their orders.
    ///
    /// **Source**: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4), 2002,
    /// doi:10.1145/582415.582418, with the discount of Burges et al., ICML 2005, doi:10.1145/1102351.1102363.
    public func normalizedDCG(at k: Int) -> Double {
        guard !ranks.isEmpty else { return 0 }
        func discount(_ rank: Int) -> Double { 1 / log2(Double(rank) + 1) }
        var gain = 0.0, ideal = 0.0
        for rank in ranks.prefix(hits(within: k)) { gain += discount(rank) }
        for rank in 1...max(1, min(k, ranks.count)) { ideal += discount(rank) }
        return gain / ideal
    }

    /// Interpolated precision at recall 0, 0.1, ..., 1: the best precision at any rank whose recall is at least that level.
    ///
    /// **Source**: Manning, Raghavan and Schuetze, Introduction to Information Retrieval, section 8.4.
    public var elevenPointPrecision: [Double] {
        var levels = [Double](repeating: 0, count: 11)
        var best = 0.0
        var found = ranks.count
        for level in stride(from: 10, through: 0, by: -1) {
            let needed = max(1, (level * ranks.count + 9) / 10)   // items that make a recall of level / 10, rounded up
            while found >= needed {
                best = max(best, precisions[found - 1])
                found -= 1
            }
            levels[level] = best
        }
        return levels
    }
}

extension TieGroup {
    /// The expected sum of the precisions at the relevant items of the group.
    fileprivate var expectedPrecisionSum: Double {
        let share = Double(relevant) / Double(count)
        let step = count > 1 ? Double(relevant - 1) / Double(count - 1) : 0
        var sum = 0.0
        for place in 0..<count { sum += (Double(relevantBefore + 1) + Double(place) * step) / Double(firstRank + place) }
        return share * sum
    }
}

/// The expected average precision of a random ranking of `gallerySize` items of which `relevant` are relevant.
///
/// `E[AP] = (1/N) (H_N + (R-1) (N - H_N) / (N-1))`, H_N being the N-th harmonic number; 0 if nothing is relevant.
public func chanceAveragePrecision(gallerySize: Int, relevant: Int) -> Double {
    guard relevant > 0 else { return 0 }
    guard gallerySize > 1 else { return 1 }
    var harmonic = 0.0
    for rank in stride(from: gallerySize, to: 0, by: -1) { harmonic += 1 / Double(rank) }
    let n = Double(gallerySize)
    return (harmonic + Double(relevant - 1) * (n - harmonic) / (n - 1)) / n
}

/// The fixed ranks of a precision-recall curve: the field's 5, 50, 100, 150, ... and, so that small galleries show a curve
/// too, 1 to 4 and every fifth below 50; then the end of the gallery.
public func precisionRecallRanks(gallerySize: Int) -> [Int] {
    let ranks = Array(1...5) + Array(stride(from: 10, to: 50, by: 5)) + Array(stride(from: 50, through: max(50, gallerySize), by: 50))
    return ranks.filter { $0 < gallerySize } + [gallerySize]
}
