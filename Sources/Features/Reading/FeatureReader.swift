public import Clips
import Digests
public import Tensors

/// A stream of clips with their rows, times, labels and part, each checked before anything is made of it.
///
/// Whatever it is opened on, a workspace's cache, a table or a file of any format, the clips it gives have unique ids, one width for each
/// modality, finite values and as many times as rows, and its set names networks that can be names of files. Codes come as the numbers
/// they stand for.
public final class FeatureReader {
    /// What the clips' numbers are; codes have become numbers.
    public let set: FeatureSet
    private let source: any FeatureSource
    /// What errors call the place the clips come from.
    private let path: String
    private let scales: [Modality: CodeScale]
    private var ids: Set<IDDigest> = []

    /// - Parameter path: for messages.
    /// - Throws: ``FeatureError/malformed(file:item:problem:)`` where the set describes what cannot be.
    init(_ source: any FeatureSource, of path: String) throws(FeatureError) {
        var set = source.set
        var scales: [Modality: CodeScale] = [:]
        for modality in set.modalities {
            guard let features = set[modality] else { continue }
            try Self.check(features, modality, path)
            scales[modality] = features.codes
            set[modality]?.codes = nil
        }
        (self.source, self.path, self.scales, self.set) = (source, path, scales, set)
    }

    /// nil where only reading it all would tell.
    public var clipCount: Int? { source.clipCount }
    /// The most rows a clip has, by modality; nil where only reading it all would tell.
    public var longest: [Modality: Int]? { source.longest }
    /// What should be known of the source, one line each.
    public var remarks: [String] { source.remarks }

    /// The next clip; nil at the end.
    ///
    /// - Throws: ``FeatureError/badClip(file:clip:problem:)``, and what the source throws.
    public func next() throws -> FeatureClip? {
        guard var clip = try source.next() else { return nil }
        guard ids.insert(IDDigest(clip.id)).inserted else { throw failure(clip, "duplicate id") }
        guard !clip.labels.isEmpty else { throw failure(clip, "it has no label") }
        for (modality, rows) in clip.features { clip.features[modality] = try checked(rows, modality, clip) }
        return clip
    }

    private func checked(_ rows: ClipRows, _ modality: Modality, _ clip: FeatureClip) throws(FeatureError) -> ClipRows {
        let matrix = rows.matrix(scales[modality])
        guard matrix.rows > 0, matrix.columns == set[modality]?.width else {
            let expected = set[modality]?.width ?? 0
            throw failure(clip, "\(matrix.rows) x \(matrix.columns) \(modality.rawValue) values; the other clips have rows of \(expected)")
        }
        if let bad = matrix.values.firstIndex(where: { !$0.isFinite }) {
            throw failure(clip, "row \(bad / matrix.columns) of its \(modality.rawValue) features has NaN or infinite values")
        }
        guard rows.times.allSatisfy({ $0.start.isFinite && $0.end.isFinite }) else {
            throw failure(clip, "the times of its \(modality.rawValue) rows are not finite")
        }
        return ClipRows(matrix, times: rows.times)
    }

    private func failure(_ clip: FeatureClip, _ problem: String) -> FeatureError { .badClip(file: path, clip: clip.id, problem: problem) }

    /// Names of networks become names of folders and files in exports, so a part of one must be a name that a file can have.
    private static func check(_ features: FeatureSet.Features, _ modality: Modality, _ path: String) throws(FeatureError) {
        let parts = features.network.split(separator: "/", omittingEmptySubsequences: false)
        let isSafe = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 200 && part.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
        guard isSafe else {
            throw .malformed(
                file: path, item: "network of the \(modality.rawValue) features",
                problem: "is '\(features.network)'; expected a name such as 'vggish' or 'inception-v3/tf2015', whose parts can be names of files")
        }
        guard features.width > 0 else {
            throw .malformed(file: path, item: "width of the \(modality.rawValue) features", problem: "is \(features.width); expected at least 1")
        }
        if let codes = features.codes, !codes.scale.isFinite || !codes.offset.isFinite {
            throw .malformed(file: path, item: "codes of the \(modality.rawValue) features", problem: "have a scale or offset that is not finite")
        }
    }
}

/// Tells ids apart in 16 bytes each, however long they are: half a SHA-256.
private struct IDDigest: Hashable {
    private let bits: (UInt64, UInt64)

    init(_ id: String) {
        let digest = SHA256.hex(of: id)
        bits = (UInt64(digest.prefix(16), radix: 16) ?? 0, UInt64(digest.dropFirst(16).prefix(16), radix: 16) ?? 0)
    }

    static func == (left: IDDigest, right: IDDigest) -> Bool { left.bits == right.bits }

    func hash(into hasher: inout Hasher) {
        hasher.combine(bits.0)
        hasher.combine(bits.1)
    }
}
