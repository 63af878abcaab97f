extension ResultTable {
    /// For a terminal: columns of even width.
    var plain: String {
        let lines = [columns] + rows
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let body = lines.map { line in
            zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ").trimmingSuffix(" ")
        }
        return caption + "\n" + body.map { "  " + $0 + "\n" }.joined()
    }

    var markdown: String {
        func row(_ cells: [String]) -> String { "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n" }
        let rule = "|---|" + String(repeating: "---:|", count: columns.count - 1) + "\n"
        return caption + "\n\n" + row(columns) + rule + rows.map(row).joined()
    }

    /// A `table` with nothing but LaTeX's own commands.
    var latex: String {
        func row(_ cells: [String]) -> String { cells.map(escaped).joined(separator: " & ") + " \\\\\n" }
        return """
            \\begin{table}
            \\centering
            \\caption{\(escaped(caption))}
            \\begin{tabular}{l\(String(repeating: "r", count: columns.count - 1))}
            \\hline
            \(row(columns))\\hline
            \(rows.map(row).joined())\\hline
            \\end{tabular}
            \\end{table}

            """
    }

    private func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&", "%", "$", "#", "_", "{", "}": "\\\(character)"
            case "\\": "\\textbackslash{}"
            case "~": "\\textasciitilde{}"
            case "^": "\\textasciicircum{}"
            case "±": "$\\pm$"
            default: String(character)
            }
        }.joined()
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
