/// Chooses the triplets of one query and sums their losses.
protocol TripletMiner: Sendable {
    /// - Parameters:
    ///   - row: has at least one positive and one negative.
    ///   - slopes: zero at first.
    func terms(of row: inout TripletRow, slopes: UnsafeMutableBufferPointer<Float>) -> QueryTerms
}

/// Which triplets a loss is of.
public enum TripletMining: String, CaseIterable, Sendable {
    /// Every one.
    case all
    /// Those whose negative is farther than the positive, by less than the margin.
    case semiHard = "semi-hard"
    /// For each positive the nearest negative that is farther, else the farthest there is.
    case nearestSemiHard = "nearest-semi-hard"
    /// For each query its farthest positive and its nearest negative.
    case hard

    var miner: any TripletMiner {
        switch self {
        case .all: BatchAllMiner()
        case .semiHard: SemiHardMiner()
        case .nearestSemiHard: NearestSemiHardMiner()
        case .hard: BatchHardMiner()
        }
    }

    /// The average its source takes.
    var usualReducer: Reducer { self == .nearestSemiHard ? .mean : .nonZeroMean }
}
