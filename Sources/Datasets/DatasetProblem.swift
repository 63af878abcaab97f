/// Something odd about a dataset that does not keep the rest of it from being used.
public struct DatasetProblem: Sendable, Hashable, Codable {
    public let kind: ProblemKind
    /// What it is about: a sample, a clip, a file, or a place in a file: `file:line:column`.
    public let subject: String
    public let detail: String

    public init(kind: ProblemKind, subject: String, detail: String) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
    }
}

/// The ways in which datasets are odd.
public enum ProblemKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// An annotation or label names a clip that no source holds.
    case missingFile
    /// An annotated event that ends where it starts; it makes no sample.
    case zeroLength
    /// An annotated event that ends before it starts; it makes no sample.
    case reversedInterval
    /// A line or label that cannot be read; it makes no sample.
    case malformedRow
    /// A row that stands twice; the first counts.
    case duplicateRow
    /// A video with more than one annotated event: several samples share its features.
    case severalRows
    /// A media file that no annotation names; it makes no sample.
    case unannotated
    /// A media file without a label; it makes no sample.
    case unlabelled
    /// A video or sample that stands in more than one part.
    case splitOverlap
    /// A split or fold file names something the dataset does not have.
    case unknownInSplit
    /// A sample that the split or fold files do not name; it is in no part.
    case notInAnySplit
    /// Some of the official split files are there, this one is not.
    case missingSplitFile
    /// A sound without the video it belongs to; it makes no sample.
    case unpairedSound
}
