public import Settings

/// The learning rate over the epochs: a linear warm-up, then a schedule.
public struct ScheduleSettings: StrictlyDecodable, Sendable, Hashable {
    /// A name of ``ScheduleRegistry``.
    public var kind = "constant"
    /// Epochs in which the rate rises from zero; a share of one is allowed.
    public var warmup = 0.0
    /// The share of the rate that a cosine ends with.
    public var final = 0.0
    /// Epochs between the steps, and what each multiplies the rate with.
    public var every = 30
    public var factor = 0.1

    public init() {}

    public init(from section: Section) throws(SettingsError) {
        kind = try section.choice("kind", default: kind, among: ScheduleRegistry.names)
        warmup = try section.number("warmup", default: warmup, in: 0...1_000_000)
        try ScheduleRegistry.entry(named: kind).read(section, into: &self)
    }

    /// The share of the learning rate at a step.
    ///
    /// - Parameters:
    ///   - epoch: counted from 1, and `step` within it from 0.
    ///   - steps: in an epoch.
    ///   - epochs: in all.
    func factor(epoch: Int, step: Int, of steps: Int, epochs: Int) -> Double {
        let done = Double(epoch - 1) + Double(step) / Double(max(1, steps))
        // The first step counts as done, or it would not move at all.
        if done < warmup { return min(1, (done + 1 / Double(max(1, steps))) / warmup) }
        return ScheduleRegistry.entry(named: kind).init(self).factor(done: done - warmup, epochs: max(1, Double(epochs) - warmup))
    }
}
