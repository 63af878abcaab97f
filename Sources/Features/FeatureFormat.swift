public import Clips

/// A format that features are exported to and imported from: one file of `Formats/`, one line in ``FeatureFormats/all``.
public protocol FeatureFormat: Sendable {
    /// As the command line spells it, e.g. `hdf5-split`.
    var name: String { get }
    /// One line for `--help`.
    var summary: String { get }
    /// What rows may stand for; the first is the default.
    var rows: [FeatureSet.Rows] { get }
    /// How values may be stored; the first is the default.
    var encodings: [Encoding] { get }
    /// What it has a place for.
    var modalities: [Modality] { get }
    /// Whether a clip without one of the exported modalities is left out.
    var needsEveryModality: Bool { get }
    /// Whether it has a place for how many rows of a clip are its own, where others only fill up.
    var countsOwnRows: Bool { get }
    /// Whether all clips have one number of rows in it, so that the longest clip has to be known before the first is written.
    var isRectangular: Bool { get }

    func writer(_ request: ExportRequest) throws -> any FeatureWriter

    /// Opens what follows this format, still unchecked: ``FeatureReader`` checks it. nil if `path` does not look like it.
    ///
    /// - Throws: whatever is wrong with a file that does look like it.
    func source(_ path: String) throws -> (any FeatureSource)?
}

extension FeatureFormat {
    public var modalities: [Modality] { Modality.allCases }
    public var countsOwnRows: Bool { true }
    public var isRectangular: Bool { false }
}

/// How values are stored.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
    case float32
    case codes
}

/// What is to be written where.
public struct ExportRequest: Sendable {
    public let path: String
    public let set: FeatureSet
    /// Roughly how many clips there will be.
    public let expectedClips: Int
    /// Rows every clip is brought to, where the format has one number for all; the longest clip's for nil.
    public let rowsPerClip: Int?
    /// The most rows a clip has, by modality; empty where no format asks for it.
    public let longest: [Modality: Int]

    public init(path: String, set: FeatureSet, expectedClips: Int, rowsPerClip: Int?, longest: [Modality: Int]) {
        self.path = path
        self.set = set
        self.expectedClips = expectedClips
        self.rowsPerClip = rowsPerClip
        self.longest = longest
    }
}

/// Takes clips one after the other; nothing stands under the requested path before ``finish()``.
public protocol FeatureWriter: AnyObject {
    /// - Throws: what the operating system or the format's library refuses; ``FeatureError/cannotHold(format:clip:problem:)``.
    func write(_ clip: FeatureClip) throws

    /// Completes the file or folder and gives it its name.
    ///
    /// - Returns: what should be known of it, e.g. how many clips were cut; one line each.
    func finish() throws -> [String]
}

/// Gives clips one after the other, in the order of a file, a workspace or a table, as they stand there.
///
/// What it gives is not checked: everything but ``FeatureReader`` and tests reads through a ``FeatureReader``.
public protocol FeatureSource: AnyObject {
    var set: FeatureSet { get }
    /// nil where only reading it all would tell.
    var clipCount: Int? { get }
    /// The most rows a clip has, by modality; nil where only reading it all would tell.
    var longest: [Modality: Int]? { get }
    /// What should be known of the file, one line each.
    var remarks: [String] { get }

    /// The next clip; nil at the end.
    func next() throws -> FeatureClip?
}

extension FeatureSource {
    public var longest: [Modality: Int]? { self.set.rows == .pooled ? Dictionary(uniqueKeysWithValues: self.set.modalities.map { ($0, 1) }) : nil }
}
