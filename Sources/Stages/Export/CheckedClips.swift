import Clips
import Digests
import FeatureExchange
import Tensors

/// Clips of a file, each checked before anything is made of it: ids that clash, widths that change, values that are no numbers.
struct CheckedClips {
    let reader: any FeatureReader
    private let path: String
    private var ids: Set<IDDigest> = []

    init(_ path: String) throws {
        self.path = path
        reader = try ExchangeFormats.reader(path)
    }

    var set: FeatureSet { reader.set }

    /// The next clip and its rows as numbers; nil at the end.
    ///
    /// - Throws: ``StageError/badImport(file:clip:problem:)``, and what the reader throws.
    mutating func next() throws -> (clip: ExchangeClip, rows: [Modality: Matrix])? {
        guard let clip = try reader.next() else { return nil }
        guard ids.insert(IDDigest(clip.id)).inserted else { throw failure(clip, "its id stands twice") }
        var rows: [Modality: Matrix] = [:]
        for (modality, features) in clip.features {
            let matrix = features.matrix(set[modality]?.codes)
            guard matrix.rows > 0, matrix.columns == set[modality]?.width else {
                throw failure(clip, "\(matrix.rows) x \(matrix.columns) \(modality.rawValue) values; the file's other clips have rows of \(set[modality]?.width ?? 0)")
            }
            if let bad = matrix.values.firstIndex(where: { !$0.isFinite }) {
                throw failure(clip, "row \(bad / matrix.columns) of its \(modality.rawValue) features has NaN or infinite values")
            }
            rows[modality] = matrix
        }
        return (clip, rows)
    }

    private func failure(_ clip: ExchangeClip, _ problem: String) -> StageError { .badImport(file: path, clip: clip.id, problem: problem) }
}

/// What tells ids apart in 16 bytes each, however long they are: half a SHA-256.
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
