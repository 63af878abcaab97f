/// Class ids of a set's class names.
struct ClassIDs {
    private let ids: [String: Int]
    private let format: String

    init(_ names: [String], format: String) {
        ids = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        self.format = format
    }

    /// The id of the class that is trained on.
    func id(of clip: FeatureClip) throws -> Int {
        guard let label = clip.labels.first else { throw FeatureError.cannotHold(format: format, clip: clip.id, problem: "it has no label") }
        return try id(of: label, clip)
    }

    func all(of clip: FeatureClip) throws -> [Int] { try clip.labels.map { try id(of: $0, clip) } }

    private func id(of label: String, _ clip: FeatureClip) throws -> Int {
        guard let id = ids[label] else {
            throw FeatureError.cannotHold(format: format, clip: clip.id, problem: "its class '\(label)' is not among the class names")
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
            throw FeatureError.malformed(file: file, item: clip, problem: "its label is \(id); expected \(expected)")
        }
        return names.isEmpty ? Self.unnamed(Int(id)) : names[Int(id)]
    }

    /// What a class is called that has a number alone.
    static func unnamed(_ id: Int) -> String { "class \(id)" }

    /// The number of a class that is called so; nil for other names.
    static func number(of name: String) -> Int? {
        guard name.hasPrefix("class "), let number = Int(name.dropFirst(6)), (0...highest).contains(number), unnamed(number) == name else { return nil }
        return number
    }
}
