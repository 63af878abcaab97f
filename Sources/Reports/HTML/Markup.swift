/// Writes nodes as HTML that is well-formed XML too, so that any XML parser can check it.
struct Markup {
    private(set) var text = ""

    /// A whole page: the document type and its root element.
    static func page(_ root: Node) -> String {
        var markup = Markup()
        markup.text = "<!DOCTYPE html>\n"
        markup.write(root)
        markup.text += "\n"
        return markup.text
    }

    mutating func write(_ node: Node) {
        switch node {
        case .text(let string): writeEscaped(string)
        case .style(let sheet): text += "<style>\(sheet)</style>"
        case .element(let name, let attributes, let children): writeElement(name.description, attributes, children)
        }
    }

    private mutating func writeElement(_ name: String, _ attributes: Attributes, _ children: [Node]) {
        if Self.ownLine.contains(name) { text += "\n" }
        text += "<" + name
        for (attribute, value) in attributes.pairs {
            text += " \(attribute)=\""
            writeEscaped(value)
            text += "\""
        }
        if Self.void.contains(name) {
            text += " />"
            return
        }
        text += ">"
        for child in children { write(child) }
        text += "</\(name)>"
    }

    /// Escapes for text and for double-quoted values alike. Characters that XML cannot hold become U+FFFD.
    private mutating func writeEscaped(_ string: String) {
        for scalar in string.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}": text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Elements that HTML never closes.
    private static let void: Set<String> = ["meta", "img", "br", "hr", "link"]

    /// Elements that begin a line of the file, for whoever reads its source; white space around them means nothing.
    private static let ownLine: Set<String> = [
        "head", "meta", "style", "body", "header", "main", "footer", "nav", "section", "h1", "h2", "h3", "ul", "ol", "li",
        "figure", "figcaption", "svg", "details", "table", "thead", "tbody", "tr", "dl", "div", "p", "pre",
    ]
}
