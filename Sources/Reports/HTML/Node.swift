/// A piece of a page: an element, text, or the style sheet.
///
/// Text from outside can only enter as `text` or as an attribute's value, and both are escaped when they are written, so
/// nothing a dataset contains can become markup. Element names, attribute names and style sheets are literals of our own.
indirect enum Node: Sendable {
    case element(StaticString, Attributes, [Node])
    case text(String)
    case style(StaticString)
}

/// An element with its attributes and what it contains.
func tag(_ name: StaticString, _ attributes: Attributes = [:], @NodeBuilder _ children: () -> [Node] = { [] }) -> Node {
    .element(name, attributes, children())
}

/// An element that contains nothing but text.
func tag(_ name: StaticString, _ attributes: Attributes = [:], text: String) -> Node {
    .element(name, attributes, [.text(text)])
}

/// The attributes of an element, in the order they are written. Names are fixed in the source; only values may come from outside.
struct Attributes: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var pairs: [(name: StaticString, value: String)]

    /// An attribute whose value is nil is left out.
    init(dictionaryLiteral elements: (StaticString, String?)...) {
        pairs = elements.compactMap { name, value in value.map { (name, $0) } }
    }
}

/// Collects what stands between the braces of ``tag(_:_:_:)``: nodes, lists of nodes, and strings as text.
@resultBuilder
enum NodeBuilder {
    static func buildExpression(_ node: Node) -> [Node] { [node] }
    static func buildExpression(_ nodes: [Node]) -> [Node] { nodes }
    static func buildExpression(_ text: String) -> [Node] { [.text(text)] }
    static func buildBlock(_ parts: [Node]...) -> [Node] { parts.flatMap(\.self) }
    static func buildOptional(_ part: [Node]?) -> [Node] { part ?? [] }
    static func buildEither(first part: [Node]) -> [Node] { part }
    static func buildEither(second part: [Node]) -> [Node] { part }
    static func buildArray(_ parts: [[Node]]) -> [Node] { parts.flatMap(\.self) }
}
