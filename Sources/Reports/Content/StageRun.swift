/// What one stage of the pipeline did in this run.
public struct StageRun: Sendable {
    public var name: String
    /// `ran`, `up to date`, `stopped`: as the caller calls it.
    public var outcome: String
    /// Why it ran or did not.
    public var reason: String
    /// Wall time; nil for a stage that did not run.
    public var seconds: Double?
    /// What was counted, such as `clips`; empty if nothing was.
    public var unit: String
    /// How many of `unit` were processed.
    public var count: Int?

    public init(name: String, outcome: String, reason: String = "", seconds: Double? = nil, count: Int? = nil, unit: String = "") {
        self.name = name
        self.outcome = outcome
        self.reason = reason
        self.seconds = seconds
        self.unit = unit
        self.count = count
    }

    /// Units per second; nil where time or count is unknown or no time passed.
    var throughput: Double? {
        guard let seconds, let count, seconds > 0 else { return nil }
        return Double(count) / seconds
    }
}
