import Clips

/// AVE's official split: the rows of `trainSet.txt`, `valSet.txt` and `testSet.txt`.
struct AVESplits {
    static let fileNames: [(name: String, split: Split)] = [
        ("trainSet.txt", .train), ("valSet.txt", .validation), ("testSet.txt", .test),
    ]

    private(set) var problems: [DatasetProblem] = []
    /// Each in the order train, validation, test.
    private var parts: [AVERow: [Split]] = [:]
    private let isPresent: Bool

    /// - Parameter texts: those of the three files that are there; none at all is an AVE without official split.
    init(_ texts: [Split: SourceText], annotated: [AVERow]) {
        isPresent = !texts.isEmpty
        guard isPresent else { return }
        let known = Set(annotated)
        var nearest = NearestIDs(annotated.map(\.id))
        for (name, split) in Self.fileNames {
            guard let text = texts[split] else {
                problems.append(DatasetProblem(
                    kind: .missingSplitFile, subject: name, detail: "other split files are there; no sample is in its part"))
                continue
            }
            let annotations = AVEAnnotations(text)
            problems += annotations.problems
            var firstLines: [AVERow: Int] = [:]
            for line in annotations.lines {
                if let first = firstLines[line.row] {
                    problems.append(DatasetProblem(
                        kind: .duplicateRow, subject: "\(text.reference.name):\(line.place(.category))",
                        detail: "\(line.row.id) stands in line \(first) already"))
                    continue
                }
                firstLines[line.row] = line.number
                if !known.contains(line.row) {
                    problems.append(DatasetProblem(
                        kind: .unknownInSplit, subject: "\(text.reference.name):\(line.place(.video))",
                        detail: "\(line.row.id) is not in Annotations.txt" + nearest.suggestion(for: line.row.id)))
                }
                parts[line.row, default: []].append(split)
            }
        }
    }

    /// The part a row counts in: the first of train, validation, test that names it.
    func part(of row: AVERow) -> Split? { parts[row]?.first }

    /// What is odd about the parts of these rows.
    func problems(among rows: [AVERow]) -> [DatasetProblem] {
        guard isPresent else { return [] }
        return rows.compactMap(rowProblem) + videoOverlaps(among: rows)
    }

    private func rowProblem(_ row: AVERow) -> DatasetProblem? {
        guard let splits = parts[row], let first = splits.first else {
            return DatasetProblem(kind: .notInAnySplit, subject: row.id, detail: "no split file names it")
        }
        guard splits.count > 1 else { return nil }
        return DatasetProblem(
            kind: .splitOverlap, subject: row.id, detail: "the row is in \(listed(splits)); it counts as \(first.rawValue)")
    }

    /// Videos whose rows are in several parts: what is learnt from one part helps with the other.
    private func videoOverlaps(among rows: [AVERow]) -> [DatasetProblem] {
        var order: [String] = []
        var found: [String: Set<Split>] = [:]
        for row in rows {
            guard let split = part(of: row) else { continue }
            if found[row.video] == nil { order.append(row.video) }
            found[row.video, default: []].insert(split)
        }
        return order.compactMap { video in
            guard let splits = found[video], splits.count > 1 else { return nil }
            return DatasetProblem(
                kind: .splitOverlap, subject: video,
                detail: "the video has rows in \(listed(Split.allCases.filter(splits.contains))); each row keeps its part")
        }
    }

    private func listed(_ splits: [Split]) -> String { splits.map(\.rawValue).joined(separator: " and ") }
}
