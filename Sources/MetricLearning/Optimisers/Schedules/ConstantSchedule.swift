import Settings

/// The same rate throughout.
struct ConstantSchedule: LearningRateSchedule {
    static let name = "constant"

    static func read(_ section: Section, into settings: inout ScheduleSettings) {}

    init(_ settings: ScheduleSettings) {}

    func factor(done: Double, epochs: Double) -> Double { 1 }
}
