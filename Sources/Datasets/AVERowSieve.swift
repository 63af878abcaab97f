import Clips

/// The rows of `Annotations.txt` that can make samples, and why the others cannot.
struct AVERowSieve {
    /// Of the kept categories, in the order of the file, each row once.
    private(set) var lines: [AVEAnnotations.Line] = []
    private(set) var problems: [DatasetProblem] = []
    private let fileName: String
    private var missing: Set<String> = []

    init(_ annotations: AVEAnnotations, fileName: String, filter: CategoryFilter) {
        self.fileName = fileName
        var firstLines: [String: Int] = [:]
        for line in annotations.lines where filter.keeps(line.row.category) {
            if let first = firstLines[line.row.id] {
                note(.duplicateRow, line, at: .category, "\(line.row.id) stands in line \(first) already")
            } else if line.row.start == line.row.end {
                note(.zeroLength, line, at: .end, "\(line.row.id) ends where it starts")
            } else if line.row.start > line.row.end {
                note(.reversedInterval, line, at: .end, "\(line.row.id) ends before it starts")
            } else {
                firstLines[line.row.id] = line.number
                lines.append(line)
            }
        }
        noteSeveralRows()
    }

    /// Notes, once a video, that no source holds it.
    mutating func noteMissing(_ line: AVEAnnotations.Line) {
        guard missing.insert(line.row.video).inserted else { return }
        problems.append(DatasetProblem(
            kind: .missingFile, subject: line.row.video, detail: "\(fileName):\(line.place(.video)) names it, no source holds it"))
    }

    private mutating func note(_ kind: ProblemKind, _ line: AVEAnnotations.Line, at field: AVEField, _ detail: String) {
        problems.append(DatasetProblem(kind: kind, subject: "\(fileName):\(line.place(field))", detail: detail))
    }

    private mutating func noteSeveralRows() {
        let rows = Dictionary(grouping: lines, by: \.row.video)
        var seen: Set<String> = []
        for line in lines {
            guard let own = rows[line.row.video], own.count > 1, seen.insert(line.row.video).inserted else { continue }
            problems.append(DatasetProblem(
                kind: .severalRows, subject: line.row.video,
                detail: "\(own.count) rows: lines " + own.map { String($0.number) }.joined(separator: ", ")))
        }
    }
}
