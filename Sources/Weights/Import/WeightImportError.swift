/// Weights whose network or variant is not the one that is wanted, or cannot be told.
public enum WeightImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Names and shapes fit several variants, which differ in what they compute.
    case ambiguousVariant(file: String, variants: [String])
    /// A tensor shows that the weights are another variant's.
    case otherVariant(file: String, asked: String, evidence: String)

    public var description: String {
        switch self {
        case .ambiguousVariant(let file, let variants):
            "\(file): its names and shapes fit \(variants.joined(separator: " and ")) alike, and features of one are wrong with the other's weights; say which it is, for example --as \(variants[0])"
        case .otherVariant(let file, let asked, let evidence):
            "\(file): these are not the weights of \(asked): \(evidence); ask for the variant they are, or take other weights"
        }
    }
}
