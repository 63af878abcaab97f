/// By what the epoch whose model is kept is chosen, on the validation set.
public enum ModelSelection: String, CaseIterable, Sendable, Codable {
    /// Mean average precision by cosine of the embeddings.
    case map
    /// Mean average precision by the posteriors, for models that have them.
    case posteriorMAP = "posterior-map"
    /// Mean reciprocal rank of the paired item by cosine: uses no labels, so it is the default of methods that train without.
    case instanceMRR = "instance-mrr"
    /// Not at all: the last epoch is kept.
    case last

    /// The score of a validation, nil where none is looked at.
    func score(of validation: ValidationScores) -> Double? {
        switch self {
        case .map: validation.map.average
        case .posteriorMAP: validation.posteriorMAP?.average
        case .instanceMRR: validation.reciprocalRank
        case .last: nil
        }
    }
}
