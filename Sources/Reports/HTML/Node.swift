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
