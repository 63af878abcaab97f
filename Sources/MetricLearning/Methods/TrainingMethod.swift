public import Settings

/// A way to get a model from paired features: AADML, or a baseline.
public protocol TrainingMethod: Sendable {
    /// Its spelling in a settings file.
    static var name: String { get }

    /// Asks `section` for every key the method has: those methods share go to `settings`, its own it keeps.
    ///
    /// Keys nobody asks for are refused, so a method never meets a key it would ignore.
    init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError)

    func train(_ job: TrainingJob) throws -> TrainedModel
}
