/// What is long and seldom read: a line that opens to show it, without any script.
enum Disclosure {
    static func node(_ summary: String, @NodeBuilder _ content: () -> [Node]) -> Node {
        tag("details") {
            tag("summary", text: summary)
            content()
        }
    }
}
