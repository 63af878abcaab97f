/// What an experiment's page tells, as plain values.
public struct ExperimentContent: Sendable {
    /// One table: its first column names the row, the others hold figures.
    public struct Comparison: Sendable {
        public var caption: String
        public var columns: [String]
        /// A cell for each column.
        public var rows: [[String]]

        public init(caption: String, columns: [String], rows: [[String]]) {
            self.caption = caption
            self.columns = columns
            self.rows = rows
        }
    }

    public var title: String
    /// What a reader must know before believing a number; shown first.
    public var notices: [String]
    public var comparisons: [Comparison]
    /// Name and settings of every variant.
    public var variants: [Fact]

    public init(title: String, notices: [String], comparisons: [Comparison], variants: [Fact]) {
        self.title = title
        self.notices = notices
        self.comparisons = comparisons
        self.variants = variants
    }
}

/// The comparison of an experiment's variants as one static page, made as ``ReportPage`` is.
public enum ExperimentPage {
    /// The page. The same content gives the same bytes.
    public static func html(_ content: ExperimentContent) -> String {
        Markup.page(tag("html", ["lang": "en"]) {
            tag("head") {
                tag("meta", ["charset": "utf-8"])
                tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                tag("meta", ["name": "color-scheme", "content": "light dark"])
                tag("title", text: content.title)
                Node.style(Stylesheet.text)
            }
            tag("body") {
                tag("header") {
                    tag("h1", text: content.title)
                    for notice in content.notices { tag("p", ["class": "notice", "role": "note"], text: notice) }
                }
                tag("main") {
                    for comparison in content.comparisons { table(comparison) }
                    tag("h2", text: "Settings of the variants")
                    FactList.nodes(content.variants)
                }
            }
        })
    }

    private static func table(_ comparison: ExperimentContent.Comparison) -> Node {
        let columns = comparison.columns.enumerated().map { index, head in index == 0 ? Table.Column.text(head) : .number(head) }
        return Table(caption: comparison.caption, columns: columns, rows: comparison.rows.map { $0.map(Table.Cell.text) }).node
    }
}
