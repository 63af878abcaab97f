import Settings

/// `assemble.disagree`: pairs whose two modalities no longer belong together, to see what a method makes of them.
struct DisagreementSettings: StrictlyDecodable, Sendable {
    enum Place: String, CaseIterable, Sendable {
        /// Training and validation: what a model learns from.
        case train
        case test
        case both
    }

    /// Share of each class's pairs that get another class's audio; 0 changes nothing.
    let share: Double
    let place: Place
    let seed: Int

    init(from section: Section) throws(SettingsError) {
        share = try section.number("share", default: 0, in: 0...1)
        place = try section.choice("at", default: .both)
        seed = try section.integer("seed", default: 0, in: 0...Int.max)
    }
}

/// `assemble.training_share`: how much of the training part is used.
struct TrainingShareSettings: StrictlyDecodable, Sendable {
    /// Of every class's training items; 1 keeps all.
    let share: Double
    /// With the same seed, a smaller share is a part of a larger one.
    let seed: Int

    init(from section: Section) throws(SettingsError) {
        share = try section.number("share", default: 1, in: 0.0001...1)
        seed = try section.integer("seed", default: 0, in: 0...Int.max)
    }
}
