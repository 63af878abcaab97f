/// What of a dataset is used.
public struct DatasetOptions: Sendable, Hashable {
    /// Class names as the dataset spells them; nil for all.
    public var categories: [String]?

    public init(categories: [String]? = nil) { self.categories = categories }
}

/// A way in which audio-visual datasets arrange their files.
///
/// A layout does no reading of its own. It says which entries matter, and from their names, the small texts among them and
/// what the containers hold makes samples. The same listing in any order gives the same dataset.
public protocol DatasetLayout: Sendable {
    /// Its spelling in a pipeline file.
    static var name: String { get }
    /// Where it looks for clips, for messages: "class/clip.mp4".
    static var expectation: String { get }
    /// Whether entries of these names look like this layout's.
    static func recognises(entryNames: [String]) -> Bool

    init(_ options: DatasetOptions)

    func role(of entryName: String) -> EntryRole

    /// - Throws: ``DatasetError/idClash(id:first:second:)``, ``DatasetError/unknownCategory(name:known:)``,
    ///   ``DatasetError/noSamples(layout:count:expected:)``; AVE also ``DatasetError/missingText(layout:name:)`` and
    ///   ``DatasetError/conflictingTexts(first:second:)``. Whatever is odd but not fatal is among the dataset's problems.
    func dataset(from listing: Listing) throws(DatasetError) -> Dataset
}
