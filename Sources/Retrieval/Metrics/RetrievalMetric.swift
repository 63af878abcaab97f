/// A number, or a few of them, that says how well queries retrieve items of their class: its names and its formula.
///
/// The metrics of the package and their formulas are in `Formulas.swift`; ``registry`` lists them. Everything that computes,
/// stores or prints metrics goes through that list.
public struct RetrievalMetric: Sendable {
    /// Its key in `metrics.json`.
    public let name: String
    /// Its name in tables, such as `MAP`. Tables add `@K` to a metric that has a value at each cut-off.
    public let title: String
    /// One sentence that explains it below a table; empty where the title says enough.
    public let note: String
    public let formula: Formula

    public init(name: String, title: String, note: String = "", formula: Formula) {
        self.name = name
        self.title = title
        self.note = note
        self.formula = formula
    }

    /// A formula. Its case says what it needs to know of a query and how the queries' values become one result.
    public indirect enum Formula: Sendable {
        /// The mean over the queries of a number that depends on the ranks of the query's relevant items.
        ///
        /// Every query's own number is part of the result, for comparisons query by query.
        case mean(@Sendable (RelevantRanks) -> Double)
        /// For every cut-off K, the mean over the queries of a number that depends on the ranks of the query's relevant items.
        case meanAtCutoffs(@Sendable (RelevantRanks, _ k: Int) -> Double)
        /// For every cut-off K, the mean over the queries of a number that depends on the rank of the query's own paired item.
        /// There are no values where rows are not paired.
        case meanOfPairAtCutoffs(@Sendable (_ rank: Int, _ k: Int) -> Double)
        /// For every class that has queries, the mean over its queries of a metric whose formula is ``mean(_:)``.
        case meanOfClass(of: RetrievalMetric)
        /// The unweighted mean over the classes that have queries of their means, see ``meanOfClass(of:)``.
        case meanOverClasses(of: RetrievalMetric)
        /// The mean over the queries of a number that depends on no ranking, only on the size of the gallery and the number of
        /// relevant items in it.
        case expectation(@Sendable (_ gallerySize: Int, _ relevant: Int) -> Double)
        /// The mean over the queries of a list of `count` numbers that depends on the ranks of the query's relevant items.
        case meanOfList(count: Int, @Sendable (RelevantRanks) -> [Double])
        /// The mean over the queries of two numbers at some fixed ranks, each a function of the relevant items up to that rank, the
        /// rank, and all relevant items.
        case curve(
            ranks: @Sendable (_ gallerySize: Int) -> [Int],
            point: @Sendable (_ hits: Int, _ rank: Int, _ relevant: Int) -> (Double, Double))
    }

    /// Whether it has a value at each cut-off K.
    public var isAtCutoffs: Bool {
        switch formula {
        case .meanAtCutoffs, .meanOfPairAtCutoffs: true
        default: false
        }
    }

    /// Whether it is one number.
    public var isNumber: Bool {
        switch formula {
        case .mean, .meanOverClasses, .expectation: true
        default: false
        }
    }

    /// Whether it is a list or a curve: too long for a summary.
    public var isCurve: Bool {
        switch formula {
        case .meanOfList, .curve: true
        default: false
        }
    }
}
