import Clips

/// A row of AVE's `Annotations.txt` or of one of its split files.
struct AVERow: Hashable {
    let category: String
    let video: String
    let quality: String
    /// Seconds.
    let start: Double
    let end: Double

    /// The id of the sample the row makes: `<VideoID>/<category>/<start>-<end>`.
    var id: String { "\(video)/\(category)/\(spelled(start))-\(spelled(end))" }

    private func spelled(_ seconds: Double) -> String {
        Int(exactly: seconds).map { String($0) } ?? String(seconds)
    }
}

/// The fields of a row, in their order.
enum AVEField: Int { case category, video, quality, start, end }

/// A text of rows `Category&VideoID&Quality&StartTime&EndTime`.
struct AVEAnnotations {
    struct Line {
        let number: Int
        let row: AVERow
        /// Where each of the row's fields begins, in characters, counted from 1.
        let columns: [Int]

        /// A place for messages, to be put behind the file's name.
        func place(_ field: AVEField) -> String { "\(number):\(columns[field.rawValue])" }
    }

    let lines: [Line]
    /// Of kind ``ProblemKind/malformedRow``.
    let problems: [DatasetProblem]

    init(_ source: SourceText) {
        var lines: [Line] = []
        var problems: [DatasetProblem] = []
        for (index, line) in textLines(of: source.text).enumerated() {
            let pieces = line.text.split(separator: "&", omittingEmptySubsequences: false)
            let fields = pieces.map(trimmed), columns = Self.columns(pieces, from: line.column)
            if index == 0, Self.isHeader(fields) { continue }
            switch Self.parse(fields) {
            case .success(let row): lines.append(Line(number: line.number, row: row, columns: columns))
            case .failure(let flaw):
                problems.append(DatasetProblem(
                    kind: .malformedRow, subject: "\(source.reference.name):\(line.number):\(columns[flaw.field])",
                    detail: "\(flaw.text): '\(line.text)'"))
            }
        }
        self.lines = lines
        self.problems = problems
    }

    private struct Flaw: Error {
        let text: String
        /// The first field that cannot be used.
        let field: Int

        init(_ text: String, _ field: Int) { (self.text, self.field) = (text, field) }
    }

    private static func columns(_ pieces: [Substring], from start: Int) -> [Int] {
        var next = start
        return pieces.map { piece in
            defer { next += piece.count + 1 }
            return next + piece.prefix(while: \.isWhitespace).count
        }
    }

    private static func isHeader(_ fields: [String]) -> Bool {
        fields.first?.lowercased() == "category" && fields.dropFirst().first?.lowercased() == "videoid"
    }

    private static func parse(_ fields: [String]) -> Result<AVERow, Flaw> {
        guard fields.count == 5 else {
            return .failure(Flaw("\(fields.count) fields where Category&VideoID&Quality&StartTime&EndTime was expected", min(fields.count - 1, 5)))
        }
        if let empty = (0...1).first(where: { fields[$0].isEmpty }) { return .failure(Flaw("no category or no video id", empty)) }
        let times = "start and end must be seconds, 0 or more"
        guard let start = Double(fields[3]), start.isFinite, start >= 0 else { return .failure(Flaw(times, 3)) }
        guard let end = Double(fields[4]), end.isFinite else { return .failure(Flaw(times, 4)) }
        return .success(AVERow(category: fields[0], video: fields[1], quality: fields[2], start: start, end: end))
    }
}
