import Settings

/// Why a dataset cannot be used at all.
public enum DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
    case unknownLayout(name: String, known: [String])
    case unknownCategory(name: String, known: [String])
    /// Two files, each named with its source, would make samples of one id.
    case idClash(id: String, first: String, second: String)
    /// The layout needs a text that no source holds.
    case missingText(layout: String, name: String)
    /// Two texts of one role that differ.
    case conflictingTexts(first: String, second: String)
    /// `count` media files were seen; `expected` tells where the layout looks for clips.
    case noSamples(layout: String, count: Int, expected: String)
    case noOfficialSplit
    case invalidRatios(train: Double, validation: Double, test: Double)
    case tooFewFolds(count: Int)
    case foldOutOfRange(test: Int, names: [String])
    case noFoldMatches(example: String, sample: String)

    public var description: String {
        switch self {
        case .unknownLayout(let name, let known):
            "unknown dataset layout '\(name)'" + suggestion(for: name, among: known)
        case .unknownCategory(let name, let known):
            "the dataset has no category '\(name)'" + suggestion(for: name, among: known)
        case .idClash(let id, let first, let second):
            "two files would both make the sample '\(id)': \(first) and \(second); rename or leave out one of them"
        case .missingText(let layout, let name):
            "layout '\(layout)' needs a file \(name), and no source holds one; add the archive or folder it stands in to 'sources'"
        case .conflictingTexts(let first, let second):
            "\(first) and \(second) differ, and only one of them can hold; leave one source out"
        case .noSamples(let layout, let count, let expected):
            "layout '\(layout)' finds no sample among \(count) media files; it expects \(expected); "
                + "check 'layout', 'sources' and 'categories'"
        case .noOfficialSplit:
            "the dataset has no official split; set 'split' to {ratio: [0.8, 0, 0.2], seed: 0} or {folds: FOLDER, test: 0}"
        case .invalidRatios(let train, let validation, let test):
            "split ratio [\(train), \(validation), \(test)] cannot be used; "
                + "give three numbers from 0 to 1 with sum 1, the first and the last above 0"
        case .tooFewFolds(let count):
            "\(count) fold files were given; a split into folds needs at least 2, each a text file with one sample id a line"
        case .foldOutOfRange(let test, let names):
            "there is no fold \(test) to test on; the folds, sorted by name, are "
                + names.enumerated().map { "\($0.offset): \($0.element)" }.joined(separator: ", ")
        case .noFoldMatches(let example, let sample):
            "the fold files name no sample of the dataset: they have ids like '\(example)', the dataset has '\(sample)'"
        }
    }
}

private func suggestion(for name: String, among known: [String]) -> String {
    let all = "; known: " + known.joined(separator: ", ")
    return nearestName(to: name, among: known).map { "; did you mean '\($0)'?" + all } ?? all
}
