/// What went in: counts, what is missing, what was odd, what failed.
public struct DataSection: Sendable {
    /// The columns of the count table, such as `train`, `validation`, `test`.
    public let splits: [String]
    /// The rows of the count table.
    public let classes: [ClassCount]
    public var modalities: [ModalityCount]
    /// Nil where nothing was looked for, empty where nothing was found.
    public var problems: [Problem]?
    /// Nil where no clip was decoded, empty where none failed.
    public var failures: [Failure]?
    /// Distributions over the clips: durations, rows of features.
    public var histograms: [Histogram]
    public var facts: [Fact]

    /// A class and its samples in each split, in the order of ``DataSection/splits``.
    public struct ClassCount: Sendable {
        public var name: String
        public var counts: [Int]

        public init(_ name: String, _ counts: [Int]) {
            self.name = name
            self.counts = counts
        }
    }

    /// How many clips have features of a modality, and how many lack them.
    public struct ModalityCount: Sendable {
        public var name: String
        public var present: Int
        public var missing: Int

        public init(_ name: String, present: Int, missing: Int) {
            self.name = name
            self.present = present
            self.missing = missing
        }
    }

    /// Something in the dataset's own files that did not stop the run: a row without a file, an id in two splits.
    public struct Problem: Sendable {
        public var kind: String
        public var count: Int
        /// Some of the items it was seen on.
        public var examples: [String]

        public init(kind: String, count: Int, examples: [String] = []) {
            self.kind = kind
            self.count = count
            self.examples = examples
        }
    }

    /// Clips that failed for one reason in one modality.
    public struct Failure: Sendable {
        public var reason: String
        public var modality: String
        public var count: Int
        /// Some of the clips it was seen on.
        public var examples: [String]

        public init(reason: String, modality: String, count: Int, examples: [String] = []) {
            self.reason = reason
            self.modality = modality
            self.count = count
            self.examples = examples
        }
    }

    /// - Precondition: every class has one count for each split.
    public init(
        splits: [String], classes: [ClassCount], modalities: [ModalityCount] = [], problems: [Problem]? = nil,
        failures: [Failure]? = nil, histograms: [Histogram] = [], facts: [Fact] = []
    ) {
        precondition(classes.allSatisfy { $0.counts.count == splits.count }, "one count for each split")
        self.splits = splits
        self.classes = classes
        self.modalities = modalities
        self.problems = problems
        self.failures = failures
        self.histograms = histograms
        self.facts = facts
    }
}

/// Counts over neighbouring bins of one quantity.
public struct Histogram: Sendable {
    public let title: String
    /// What is binned, with its unit: `duration (s)`.
    public let quantity: String
    /// What is counted: `clips`.
    public let counted: String
    /// The bins' borders, ascending; one more than `counts`. Bin i runs from `edges[i]` to `edges[i + 1]`.
    public let edges: [Double]
    public let counts: [Int]

    /// - Precondition: there is one more edge than there are counts, or neither.
    public init(title: String, quantity: String, counted: String = "clips", edges: [Double], counts: [Int]) {
        precondition(edges.count == counts.count + 1 || (edges.isEmpty && counts.isEmpty), "one more edge than counts")
        self.title = title
        self.quantity = quantity
        self.counted = counted
        self.edges = edges
        self.counts = counts
    }
}
