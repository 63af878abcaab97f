/// Class ids of a set's class names.
struct ClassIDs {
    private let ids: [String: Int]
    private let format: String

    init(_ names: [String], format: String) {
        ids = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        self.format = format
    }

    /// The id of the class that is trained on.
    func id(of clip: ExchangeClip) throws -> Int {
        guard let label = clip.labels.first else { throw ExchangeError.cannotHold(format: format, clip: clip.id, problem: "it has no label") }
        return try id(of: label, clip)
    }

    func all(of clip: ExchangeClip) throws -> [Int] { try clip.labels.map { try id(of: $0, clip) } }

    private func id(of label: String, _ clip: ExchangeClip) throws -> Int {
        guard let id = ids[label] else {
            throw ExchangeError.cannotHold(format: format, clip: clip.id, problem: "its class '\(label)' is not among the class names")
        }
        return id
    }
}

/// Class names of a file's class ids, checked.
struct ClassLabels {
    /// Ids beyond this are taken for something else than class ids.
    private static let highest = 65_535

    let names: [String]
    let file: String

    /// The name of a class id; ids without a name are called `class N`.
    func name(of id: Int64, clip: String) throws -> String {
        guard id >= 0, id <= Self.highest, names.isEmpty || id < names.count else {
            let expected = names.isEmpty ? "class ids from 0 to \(Self.highest)" : "one of the \(names.count) named classes, from 0"
            throw ExchangeError.malformed(file: file, item: clip, problem: "its label is \(id); expected \(expected)")
        }
        return names.isEmpty ? "class \(id)" : names[Int(id)]
    }
}
