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

/// A text of rows `Category&VideoID&Quality&StartTime&EndTime`.
struct AVEAnnotations {
    struct Line {
        let number: Int
        let row: AVERow
    }

    let lines: [Line]
    /// Of kind ``ProblemKind/malformedRow``.
    let problems: [DatasetProblem]

    init(_ source: SourceText) {
        var lines: [Line] = []
        var problems: [DatasetProblem] = []
        for (index, line) in textLines(of: source.text).enumerated() {
            let fields = line.text.split(separator: "&", omittingEmptySubsequences: false).map(trimmed)
            if index == 0, Self.isHeader(fields) { continue }
            switch Self.parse(fields) {
            case .success(let row): lines.append(Line(number: line.number, row: row))
            case .failure(let flaw):
                problems.append(DatasetProblem(
                    kind: .malformedRow, subject: "\(source.reference.name):\(line.number)", detail: "\(flaw.text): '\(line.text)'"))
            }
        }
        self.lines = lines
        self.problems = problems
    }

    private struct Flaw: Error { let text: String }

    private static func isHeader(_ fields: [String]) -> Bool {
        fields.first?.lowercased() == "category" && fields.dropFirst().first?.lowercased() == "videoid"
    }

    private static func parse(_ fields: [String]) -> Result<AVERow, Flaw> {
        guard fields.count == 5 else {
            return .failure(Flaw(text: "\(fields.count) fields where Category&VideoID&Quality&StartTime&EndTime was expected"))
        }
        guard !fields[0].isEmpty, !fields[1].isEmpty else { return .failure(Flaw(text: "no category or no video id")) }
        guard let start = Double(fields[3]), let end = Double(fields[4]), start.isFinite, end.isFinite, start >= 0 else {
            return .failure(Flaw(text: "start and end must be seconds, 0 or more"))
        }
        return .success(AVERow(category: fields[0], video: fields[1], quality: fields[2], start: start, end: end))
    }
}
