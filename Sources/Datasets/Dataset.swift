public import Clips

/// The samples of a dataset, its classes, and what was odd about it.
public struct Dataset: Sendable, Hashable {
    /// In an order that depends on the dataset alone, with ids that differ.
    public let samples: [Sample]
    /// Position = class id. AVE: in order of first appearance in `Annotations.txt`; elsewhere by name.
    public let classNames: [String]
    public let problems: [DatasetProblem]

    public init(samples: [Sample], classNames: [String], problems: [DatasetProblem]) {
        self.samples = samples
        self.classNames = classNames
        self.problems = problems
    }
}
