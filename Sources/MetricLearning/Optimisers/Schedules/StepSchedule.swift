import Foundation
import Settings

/// A rate that is multiplied with a factor every so many epochs.
struct StepSchedule: LearningRateSchedule {
    static let name = "step"

    private let every: Int
    private let factor: Double

    static func read(_ section: Section, into settings: inout ScheduleSettings) throws(SettingsError) {
        settings.every = try section.integer("every", default: settings.every, in: 1...1_000_000)
        settings.factor = try section.number("factor", default: settings.factor, in: 0.000001...1)
    }

    init(_ settings: ScheduleSettings) {
        every = settings.every
        factor = settings.factor
    }

    func factor(done: Double, epochs: Double) -> Double { pow(factor, (done / Double(every)).rounded(.down)) }
}
