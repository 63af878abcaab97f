import Digests

/// One named thing a stage's output depends on.
public struct Ingredient: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What a stage's output depends on: its version, its settings and its inputs' fingerprints.
///
/// Library versions, CPU and host stay out: they are provenance, recorded and never compared.
public struct Fingerprint: Hashable, Sendable {
    public let ingredients: [Ingredient]

    public init(_ ingredients: [Ingredient]) { self.ingredients = ingredients }

    /// SHA-256 over names and values, each with its length in front so that none can pass for another.
    public var digest: String {
        var hash = SHA256()
        for ingredient in ingredients {
            for part in [ingredient.name, ingredient.value] { hash.update("\(part.utf8.count):\(part)") }
        }
        return hash.finish()
    }

    /// What differs from `older`, for people; nil if nothing does.
    public func difference(from older: Fingerprint) -> String? {
        let before = Dictionary(older.ingredients.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let now = Set(ingredients.map(\.name))
        let changed = ingredients.compactMap { ingredient -> String? in
            guard let old = before[ingredient.name] else { return "\(ingredient.name) is new" }
            guard old != ingredient.value else { return nil }
            let short = old.count <= 24 && ingredient.value.count <= 24
            return "\(ingredient.name) changed" + (short ? " from \(old) to \(ingredient.value)" : "")
        } + older.ingredients.filter { !now.contains($0.name) }.map { "\($0.name) is gone" }
        guard !changed.isEmpty else { return nil }
        return changed.prefix(4).joined(separator: ", ") + (changed.count > 4 ? " and \(changed.count - 4) more" : "")
    }
}
