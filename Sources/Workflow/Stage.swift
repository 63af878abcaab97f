/// A step of the pipeline: what it depends on, what it leaves behind, and how it is done.
public protocol Stage {
    /// Its name in settings and on the command line, e.g. `extract`.
    var name: String { get }

    /// What its output depends on, as of now: asked when all earlier stages are done.
    func fingerprint() throws -> Fingerprint

    /// Files that must be as the stage wrote them for it to count as done; they are changed by nobody else.
    var outputs: [String] { get }

    /// Work that is due although the fingerprint is unchanged (clips whose features are missing), for people; nil if none.
    func unfinishedWork() throws -> String?

    /// Does the work. Its outputs are complete, or as they were before, whenever this ends.
    ///
    /// - Returns: one line on what was done.
    func run(_ context: RunContext) throws -> String
}

extension Stage {
    public func unfinishedWork() throws -> String? { nil }
}

/// Where finished stages are remembered.
public protocol StageLedger {
    func finished(_ stage: String) throws -> FinishedStage?
    /// Called before a stage replaces its outputs.
    func forget(_ stage: String) throws
    /// Called after a stage's outputs are complete: the last write.
    func finish(_ stage: String, _ finished: FinishedStage, seconds: Double) throws
}

/// What a stage was made of, and what it left.
public struct FinishedStage: Hashable, Sendable {
    public let fingerprint: Fingerprint
    /// SHA-256 of its output files, by their names.
    public let outputs: [String: String]

    public init(_ fingerprint: Fingerprint, outputs: [String: String]) {
        self.fingerprint = fingerprint
        self.outputs = outputs
    }
}
