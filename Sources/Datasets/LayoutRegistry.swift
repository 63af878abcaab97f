/// The layouts, by their spelling in a pipeline file.
public enum LayoutRegistry {
    /// Alphabetical.
    public static let all: [any DatasetLayout.Type] = [
        AVELayout.self,
        FolderLayout.self,
        VEGASLayout.self,
        WebDatasetLayout.self,
    ]

    /// - Throws: ``DatasetError/unknownLayout(name:known:)``.
    public static func named(_ name: String) throws(DatasetError) -> any DatasetLayout.Type {
        guard let layout = all.first(where: { $0.name == name }) else {
            throw .unknownLayout(name: name, known: all.map { $0.name })
        }
        return layout
    }

    /// The name of the layout that entries of these names look like, the most particular first; nil if like none.
    public static func detect(entryNames: [String]) -> String? {
        let candidates: [any DatasetLayout.Type] = [AVELayout.self, VEGASLayout.self, WebDatasetLayout.self, FolderLayout.self]
        return candidates.first { $0.recognises(entryNames: entryNames) }?.name
    }
}
