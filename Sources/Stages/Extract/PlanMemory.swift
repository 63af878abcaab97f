import Clips

/// Remembers the plan by which a stage was decided to run, so that running it does not ask the databases again for what every clip
/// has: with a million clips that takes seconds and hundreds of megabytes.
///
/// A runner decides on a stage right before it runs it, under the workspace's lock, so nothing changes in between. The plan is used
/// once, and only for the extractors it was made for. One thread uses an object.
final class PlanMemory {
    private var remembered: (digests: [String], plan: ExtractionPlan)?
    /// How many plans the stage has computed.
    var computed = 0

    func remember(_ plan: ExtractionPlan, for identities: PerModality<ExtractorIdentity?>) { remembered = (Self.digests(identities), plan) }

    /// The plan that was remembered last, and forgets it; nil if there is none or it is for other extractors.
    func take(for identities: PerModality<ExtractorIdentity?>) -> ExtractionPlan? {
        defer { remembered = nil }
        return remembered?.digests == Self.digests(identities) ? remembered?.plan : nil
    }

    private static func digests(_ identities: PerModality<ExtractorIdentity?>) -> [String] { identities.compactMap { $0.value?.digest } }
}
