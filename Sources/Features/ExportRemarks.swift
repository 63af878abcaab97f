import Clips

/// Counts what happens to clips on the way, for the remarks at the end.
struct ExportRemarks {
    private var counts: [(what: String, count: Int)] = []
    private var inParts = 0

    /// - Parameter what: reads after a number and "clips", e.g. "cut to 10 rows".
    mutating func add(_ what: String) {
        if let index = counts.firstIndex(where: { $0.what == what }) { counts[index].count += 1 } else { counts.append((what, 1)) }
    }

    /// The part of a clip, for a format that is made of parts; a clip in none is left out.
    mutating func part(of clip: FeatureClip) -> Split? {
        if clip.split == nil { add("in no part left out") } else { inParts += 1 }
        return clip.split
    }

    /// - Throws: ``FeatureError/wrongChoice(format:problem:)`` where every clip was left out.
    func checkParts(format: String) throws(FeatureError) {
        guard inParts > 0 || counts.isEmpty else {
            throw .wrongChoice(
                format: format,
                problem: "no clip is in a part, and the format is made of parts; set 'dataset.split', or choose npz, safetensors, npy or webdataset")
        }
    }

    var lines: [String] { counts.map { "\($0.count) \($0.count == 1 ? "clip" : "clips") \($0.what)" } }
}
