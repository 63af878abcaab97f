import Foundation
import FoundationXML

/// A page read back by an XML parser we did not write: what a browser would see, or the place where it is broken.
final class ParsedPage: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        /// All text inside, also of the elements inside.
        var text = ""
    }

    private(set) var elements: [Element] = []
    private(set) var failure: String?
    private var open: [Int] = []

    init(_ html: String) {
        super.init()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = self
        if !parser.parse() {
            let reason = parser.parserError.map { "\($0)" } ?? "unknown"
            failure = "line \(parser.lineNumber), column \(parser.columnNumber): \(reason)"
        }
    }

    /// The text a reader sees, without the style sheets.
    var text: String { texts("header").joined() + texts("main").joined() }
    var headings: [String] { texts("h2") }

    func texts(_ name: String) -> [String] { elements.filter { $0.name == name }.map(\.text) }
    func count(_ name: String, class style: String? = nil) -> Int { all(name, class: style).count }

    func all(_ name: String, class style: String? = nil) -> [Element] {
        elements.filter { element in
            element.name == name && (style == nil || element.attributes["class"]?.split(separator: " ").contains { $0 == style! } == true)
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        for index in open { elements[index].text += string }
    }
}
