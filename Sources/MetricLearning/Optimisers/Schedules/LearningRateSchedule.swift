import Settings

/// How the learning rate changes over a training, as a share of the one that was set.
protocol LearningRateSchedule: Sendable {
    /// Its spelling in a settings file.
    static var name: String { get }

    /// Asks `section` for the keys this schedule has.
    static func read(_ section: Section, into settings: inout ScheduleSettings) throws(SettingsError)

    init(_ settings: ScheduleSettings)

    /// - Parameters:
    ///   - done: epochs behind, with the share of the one in hand.
    ///   - epochs: in all; both without warm-up.
    func factor(done: Double, epochs: Double) -> Double
}
