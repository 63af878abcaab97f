/// The learning-rate schedules a settings file can name.
enum ScheduleRegistry {
    /// In alphabetical order of their names.
    static let entries: [any LearningRateSchedule.Type] = [
        ConstantSchedule.self,
        CosineSchedule.self,
        StepSchedule.self,
    ]

    static var names: [String] { entries.map { $0.name } }

    /// The entry of one of ``names``.
    static func entry(named name: String) -> any LearningRateSchedule.Type {
        guard let entry = entries.first(where: { $0.name == name }) else { preconditionFailure("'\(name)' is not registered") }
        return entry
    }
}
