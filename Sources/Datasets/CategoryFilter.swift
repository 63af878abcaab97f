/// The classes that are used, checked against those the dataset has.
struct CategoryFilter {
    /// In the order of the dataset.
    let classNames: [String]
    private let kept: Set<String>

    /// - Throws: ``DatasetError/unknownCategory(name:known:)``.
    init(_ options: DatasetOptions, known: [String]) throws(DatasetError) {
        guard let wanted = options.categories else {
            classNames = known
            kept = Set(known)
            return
        }
        let all = Set(known)
        if let unknown = wanted.first(where: { !all.contains($0) }) { throw .unknownCategory(name: unknown, known: known) }
        kept = Set(wanted)
        classNames = known.filter(kept.contains)
    }

    func keeps(_ label: String) -> Bool { kept.contains(label) }
}
