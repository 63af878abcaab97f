/// A part of the page with its own heading and its own line in the table of contents.
///
/// A new one is a type in a file of its own and a line in ``ReportPage``'s list.
protocol Chapter {
    /// The fragment links point to.
    var anchor: String { get }
    var heading: String { get }
    var body: [Node] { get }
}

extension Chapter {
    var node: Node {
        tag("section", ["id": anchor]) {
            tag("h2", text: heading)
            body
        }
    }
}
