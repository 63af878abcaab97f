import Foundation
import Settings

/// Half a cosine from the whole rate down to a share of it.
///
/// **Source**: Loshchilov and Hutter, arXiv 1608.03983, equation 5, without restarts.
struct CosineSchedule: LearningRateSchedule {
    static let name = "cosine"

    private let final: Double

    static func read(_ section: Section, into settings: inout ScheduleSettings) throws(SettingsError) {
        settings.final = try section.number("final", default: settings.final, in: 0...1)
    }

    init(_ settings: ScheduleSettings) { final = settings.final }

    func factor(done: Double, epochs: Double) -> Double {
        final + (1 - final) * (1 + cos(.pi * min(1, done / epochs))) / 2
    }
}
