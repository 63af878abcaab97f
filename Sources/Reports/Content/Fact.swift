/// A named value as it stands in a list of key facts: `wall time`, `41 min`.
public struct Fact: Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
