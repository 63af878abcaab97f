/// Fold files as VEGAS's users share them: one text file a fold, one sample id a line; one fold tests, the others train.
///
/// The reference code takes the files in the order in which the file system lists them, so that its "fold 0" differs from
/// machine to machine; here they are sorted by name.
public struct FoldFiles: Sendable, Hashable {
    public struct Fold: Sendable, Hashable {
        public let name: String
        /// In the order of the file, each once.
        public var ids: [String] { lines.map(\.text) }
        let lines: [TextLine]
        /// Of kind ``ProblemKind/duplicateRow``.
        let problems: [DatasetProblem]
    }

    /// Sorted by name.
    public let folds: [Fold]

    /// Ids may carry the ending `.npy` of the feature files they were listed from.
    ///
    /// - Throws: ``DatasetError/tooFewFolds(count:)`` for fewer than two files.
    public init(_ files: [(name: String, text: [UInt8])]) throws(DatasetError) {
        guard files.count > 1 else { throw .tooFewFolds(count: files.count) }
        folds = files.map { Fold(name: $0.name, text: $0.text) }.sorted { $0.name < $1.name }
    }
}

extension FoldFiles.Fold {
    fileprivate init(name: String, text: [UInt8]) {
        var firstLines: [String: Int] = [:]
        var lines: [TextLine] = []
        var problems: [DatasetProblem] = []
        for line in textLines(of: text) {
            let id = line.text.hasSuffix(".npy") ? String(line.text.dropLast(4)) : line.text
            if let first = firstLines[id] {
                problems.append(DatasetProblem(
                    kind: .duplicateRow, subject: "\(name):\(line.place)", detail: "\(id) stands in line \(first) already"))
            } else {
                firstLines[id] = line.number
                lines.append(TextLine(number: line.number, column: line.column, text: id))
            }
        }
        (self.name, self.lines, self.problems) = (name, lines, problems)
    }
}
