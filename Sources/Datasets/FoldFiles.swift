/// Fold files as VEGAS's users share them: one text file a fold, one sample id a line; one fold tests, the others train.
///
/// The reference code takes the files in the order in which the file system lists them, so that its "fold 0" differs from
/// machine to machine; here they are sorted by name.
public struct FoldFiles: Sendable, Hashable {
    public struct Fold: Sendable, Hashable {
        public let name: String
        /// In the order of the file, each once.
        public let ids: [String]
    }

    /// Sorted by name.
    public let folds: [Fold]

    /// Ids may carry the ending `.npy` of the feature files they were listed from.
    ///
    /// - Throws: ``DatasetError/tooFewFolds(count:)`` for fewer than two files.
    public init(_ files: [(name: String, text: [UInt8])]) throws(DatasetError) {
        guard files.count > 1 else { throw .tooFewFolds(count: files.count) }
        folds = files.map { Fold(name: $0.name, ids: Self.ids(in: $0.text)) }.sorted { $0.name < $1.name }
    }

    private static func ids(in text: [UInt8]) -> [String] {
        var seen: Set<String> = []
        return textLines(of: text)
            .map { $0.text.hasSuffix(".npy") ? String($0.text.dropLast(4)) : $0.text }
            .filter { seen.insert($0).inserted }
    }
}
