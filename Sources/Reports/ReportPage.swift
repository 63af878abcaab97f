/// The report as one static page: no script, no file beside it, readable by any browser and parseable as XML.
public enum ReportPage {
    /// The page. The same content gives the same bytes.
    public static func html(_ content: ReportContent) -> String {
        let chapters = chapters(content)
        return Markup.page(tag("html", ["lang": "en"]) {
            tag("head") {
                tag("meta", ["charset": "utf-8"])
                tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                tag("meta", ["name": "color-scheme", "content": "light dark"])
                tag("title", text: content.title)
                Node.style(Stylesheet.text)
                Node.style(Stylesheet.charts)
            }
            tag("body") {
                PageHeader(content: content, chapters: chapters).node
                tag("main") { for chapter in chapters { chapter.node } }
            }
        })
    }

    /// The chapters in the order they are read; one without content is not there.
    private static func chapters(_ content: ReportContent) -> [any Chapter] {
        let all: [(any Chapter)?] = [
            RunChapter(content),
            RetrievalChapter(content),
            ExamplesChapter(content),
            TrainingChapter(content),
            DataChapter(content),
            SettingsChapter(content),
            ProvenanceChapter(content),
        ]
        return all.compactMap(\.self)
    }
}

/// A part of the page with its own heading and its own line in the table of contents.
///
/// A new one is a type and a line in ``ReportPage``'s list.
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
