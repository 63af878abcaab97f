/// A table with a caption, one row of column heads, and a head for every row.
struct Table {
    /// How the cells of a column are set.
    enum Alignment { case text, number }

    struct Column {
        var head: String
        var alignment: Alignment

        static func text(_ head: String) -> Column { Column(head: head, alignment: .text) }
        static func number(_ head: String) -> Column { Column(head: head, alignment: .number) }
    }

    /// What a cell holds: most hold text.
    enum Cell: ExpressibleByStringLiteral {
        case text(String)
        case nodes([Node])

        init(stringLiteral value: String) { self = .text(value) }
    }

    var caption: String
    /// Said smaller under the caption: formulas, conventions.
    var note = ""
    var columns: [Column]
    /// The first cell of a row is its head. Every row has a cell for each column.
    var rows: [[Cell]]
    /// A last row set apart, such as totals.
    var total: [Cell]?

    /// The caption above, over the whole width, and the table in a box of its own that scrolls sideways where the window is narrow.
    var node: Node {
        tag("figure", ["class": "table"]) {
            tag("figcaption") {
                caption
                if !note.isEmpty { tag("span", ["class": "note"], text: note) }
            }
            tag("div", ["class": "scroll"]) {
                tag("table", ["aria-label": caption]) {
                    tag("thead") {
                        tag("tr") { for column in columns { tag("th", ["scope": "col", "class": Self.style(column)], text: column.head) } }
                    }
                    tag("tbody") { for row in rows { rowNode(row) } }
                    if let total { tag("tfoot") { rowNode(total) } }
                }
            }
        }
    }

    private func rowNode(_ cells: [Cell]) -> Node {
        precondition(cells.count == columns.count, "a cell for each column")
        return tag("tr") {
            for (index, (cell, column)) in zip(cells, columns).enumerated() {
                if index == 0 {
                    tag("th", ["scope": "row", "class": Self.style(column)]) { Self.content(cell) }
                } else {
                    tag("td", ["class": Self.style(column)]) { Self.content(cell) }
                }
            }
        }
    }

    private static func content(_ cell: Cell) -> [Node] {
        switch cell {
        case .text(let text): [.text(text)]
        case .nodes(let nodes): nodes
        }
    }

    private static func style(_ column: Column) -> String? { column.alignment == .number ? "number" : nil }
}

/// What is long and seldom read: a line that opens to show it, without any script.
enum Disclosure {
    static func node(_ summary: String, @NodeBuilder _ content: () -> [Node]) -> Node {
        tag("details") {
            tag("summary", text: summary)
            content()
        }
    }
}
