/// The attributes of an element, in the order they are written. Names are fixed in the source; only values may come from outside.
struct Attributes: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var pairs: [(name: StaticString, value: String)]

    /// An attribute whose value is nil is left out.
    init(dictionaryLiteral elements: (StaticString, String?)...) {
        pairs = elements.compactMap { name, value in value.map { (name, $0) } }
    }
}
