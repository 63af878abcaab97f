/// Whether a stage runs, and why.
public enum StageDecision: Hashable, Sendable {
    case run(because: String)
    case upToDate
    /// Left out by `--only`, `--from`, `--to` or `until:`.
    case notWanted

    /// Decides from what a stage was made of, what it would be made of now, and what is on disk.
    ///
    /// - Parameters:
    ///   - finished: the fingerprint of the last complete run; nil if there was none.
    ///   - lost: which output file is not there or not as it was written, for people; nil if none.
    ///   - unfinished: work that is due in any case.
    public static func deciding(
        finished: Fingerprint?, current: Fingerprint, lost: String?, unfinished: String?, forced: Bool
    ) -> StageDecision {
        if forced { return .run(because: "--force") }
        guard let finished else { return .run(because: "it has not been finished before") }
        if let difference = current.difference(from: finished) { return .run(because: difference) }
        if let lost { return .run(because: lost) }
        if let unfinished { return .run(because: unfinished) }
        return .upToDate
    }
}

/// Which stages a command asks for.
public struct StageSelection: Hashable, Sendable {
    public var only: String?
    public var from: String?
    public var to: String?
    public var forced: Set<String>

    public init(only: String? = nil, from: String? = nil, to: String? = nil, forced: Set<String> = []) {
        self.only = only
        self.from = from
        self.to = to
        self.forced = forced
    }

    /// The wanted names out of `stages`, which are in order.
    public func wanted(among stages: [String]) -> Set<String> {
        if let only { return stages.contains(only) ? [only] : [] }
        let first = from.flatMap(stages.firstIndex(of:)) ?? 0
        let last = to.flatMap(stages.firstIndex(of:)) ?? stages.count - 1
        return first <= last ? Set(stages[first...last]) : []
    }
}
