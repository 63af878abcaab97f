import Settings

/// The methods a settings file can name.
public enum MethodRegistry {
    /// In alphabetical order of their names.
    public static let entries: [any TrainingMethod.Type] = [
        AnchorAwareMethod.self,
        AdversarialMethod.self,
        ClassCanonicalCorrelationMethod.self,
        ClassDeepCorrelationMethod.self,
        CanonicalCorrelationMethod.self,
        CompleteCrossTripletMethod.self,
        PairContrastMethod.self,
        CorrespondenceAutoencoderMethod.self,
        DeepCorrelationMethod.self,
        SupervisedCrossModalMethod.self,
        LabelClassifierMethod.self,
        RandomProjectionMethod.self,
        TripletCorrelationMethod.self,
    ]

    public static var names: [String] { entries.map { $0.name } }

    /// The entry of one of ``names``.
    public static func entry(named name: String) -> any TrainingMethod.Type {
        guard let entry = entries.first(where: { $0.name == name }) else { preconditionFailure("'\(name)' is not registered") }
        return entry
    }

    /// Methods of the field that embed an item with help from its paired one, also at test: a query then carries what it is
    /// looking for, so their figures are not comparable with anything here.
    private static let fusing = ["dclma", "msnsca"]

    /// - Throws: ``SettingsError/conflict(at:problem:)`` if the section names a method that fuses pairs.
    static func refuseFusion(in section: Section) throws(SettingsError) {
        guard case .text(let name) = section.alternative("method"), fusing.contains(name.lowercased()) else { return }
        throw .conflict(
            at: section.position(of: "method"),
            problem: "'\(name)' embeds each item together with its paired one, which a query does not have; choose a method that embeds each modality alone: \(names.joined(separator: ", "))")
    }
}
