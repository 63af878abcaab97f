public import Clips
import Foundation

/// What is known of the clips of a collection before their rows are read: enough to choose which of them a table is made of.
public struct FeatureIndex: Sendable {
    public struct Entry: Hashable, Sendable {
        public let id: String
        /// The class that is trained on.
        public let label: String
        public let split: Split?
        /// Whether it has features of both modalities.
        public let isComplete: Bool
    }

    /// In the order in which a reader gives the clips.
    public let entries: [Entry]
    /// By class id.
    public let classNames: [String]

    init(entries: [Entry], classNames: [String]) {
        self.entries = entries
        self.classNames = classNames
    }

    /// Of a file, which is read once for it. Where it numbers its classes and names none, they are `class 0` to the highest there is.
    ///
    /// - Throws: what the reader throws, and `check`, which is called for each clip.
    init(_ reader: FeatureReader, check: () throws -> Void) throws {
        var entries: [Entry] = []
        while let clip = try reader.next() {
            try check()
            entries.append(Entry(id: clip.id, label: clip.labels[0], split: clip.split, isComplete: clip.features.count == Modality.allCases.count))
        }
        self.init(entries: entries, classNames: reader.set.classNames.isEmpty ? Self.classNames(of: entries) : reader.set.classNames)
    }

    /// The classes of a file that names none.
    static func classNames(of entries: [Entry]) -> [String] {
        let labels = Set(entries.map(\.label))
        let numbers = labels.compactMap(ClassLabels.number(of:))
        guard numbers.count == labels.count, let highest = numbers.max() else { return labels.sorted(by: naturally) }
        return (0...highest).map(ClassLabels.unnamed)
    }

    /// Class ids by name.
    public var classIDs: [String: Int] { Dictionary(classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first }) }
}

/// `class 2` before `class 10`.
func naturally(_ left: String, _ right: String) -> Bool { left.compare(right, options: .numeric) == .orderedAscending }
