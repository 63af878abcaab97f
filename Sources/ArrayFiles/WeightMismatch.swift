/// How the tensors of a file differ from what a network expects.
public struct WeightMismatch: Hashable, Sendable {
    public struct Missing: Hashable, Sendable {
        public let name: String
        public let shape: [Int]
        /// The surplus tensor whose name comes closest, if one comes close.
        public let nearest: String?

        package init(name: String, shape: [Int], nearest: String?) { (self.name, self.shape, self.nearest) = (name, shape, nearest) }
    }

    public struct WrongShape: Hashable, Sendable {
        public let name: String
        public let expected: [Int]
        public let found: [Int]

        package init(name: String, expected: [Int], found: [Int]) { (self.name, self.expected, self.found) = (name, expected, found) }
    }

    public let missing: [Missing]
    public let wrongShapes: [WrongShape]
    /// Names of tensors the network neither uses nor ignores.
    public let surplus: [String]
    /// Names of tensors with NaN or infinite values.
    public let notFinite: [String]

    package init(missing: [Missing], wrongShapes: [WrongShape], surplus: [String], notFinite: [String]) {
        (self.missing, self.wrongShapes, self.surplus, self.notFinite) = (missing, wrongShapes, surplus, notFinite)
    }

    package var isEmpty: Bool { missing.isEmpty && wrongShapes.isEmpty && surplus.isEmpty && notFinite.isEmpty }
}

extension WeightMismatch: CustomStringConvertible {
    public var description: String {
        let lines =
            missing.map { "missing '\($0.name)' \($0.shape)" + ($0.nearest.map { " (the file has '\($0)')" } ?? "") }
            + wrongShapes.map { "'\($0.name)' has shape \($0.found), expected \($0.expected)" }
            + surplus.map { "unexpected '\($0)'" }
            + notFinite.map { "'\($0)' has values that are not finite" }
        let rest = lines.count > 10 ? "; and \(lines.count - 10) more" : ""
        let counts = "\(missing.count) missing, \(wrongShapes.count) of a wrong shape, \(surplus.count) unexpected"
        return "\(counts): " + lines.prefix(10).joined(separator: "; ") + rest
    }
}
