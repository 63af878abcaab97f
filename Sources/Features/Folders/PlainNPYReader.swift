import ArrayFiles
import Clips
import Files
import Foundation

/// Reads npy files that video_features wrote: `<family>[/<model>]/<clip>_<family>.npy`, without labels or parts.
final class PlainNPYReader: FeatureSource {
    let set: FeatureSet
    let clipCount: Int?
    let remarks: [String]
    private let folders: [Modality: (path: String, ending: String)]
    private let stems: [String]
    private var position = 0

    /// nil if the folder holds nothing of the kind.
    init?(_ path: String) throws {
        var folders: [Modality: (path: String, ending: String)] = [:]
        var features: [Modality: FeatureSet.Features] = [:]
        var found: Set<String> = []
        for family in ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() where isFolder("\(path)/\(family)") {
            let ending = "_\(family).npy"
            let modality: Modality = family == "vggish" ? .audio : .visual
            let candidates = [family] + SetFolder.names(in: "\(path)/\(family)", ending: "").map { "\(family)/\($0)" }
            for candidate in candidates where folders[modality] == nil {
                let names = SetFolder.names(in: "\(path)/\(candidate)", ending: ending)
                guard let first = names.first else { continue }
                let rows = try NPYRows.rows(try NPY.read("\(path)/\(candidate)/\(first)"), areCodes: false, file: "\(path)/\(candidate)/\(first)")
                folders[modality] = ("\(path)/\(candidate)", ending)
                features[modality] = FeatureSet.Features(network: candidate, extractor: "", width: rows.columns)
                found.formUnion(names.map { String($0.dropLast(ending.count)) })
            }
        }
        guard !folders.isEmpty else { return nil }
        self.folders = folders
        stems = found.sorted()
        clipCount = stems.count
        set = FeatureSet(aadml: "", rows: .segments, classNames: ["unlabelled"], features: features)
        remarks = ["the files have neither labels nor parts: every clip is of class 'unlabelled', in no part"]
    }

    func next() throws -> FeatureClip? {
        guard position < stems.count else { return nil }
        defer { position += 1 }
        let stem = stems[position]
        var clip = FeatureClip(id: FileStem.decoded(stem), labels: ["unlabelled"], split: nil, interval: nil, features: [:])
        for (modality, folder) in folders {
            let file = "\(folder.path)/\(stem)\(folder.ending)"
            guard FileManager.default.fileExists(atPath: file) else { continue }
            clip.features[modality] = try NPYRows.rows(try NPY.read(file), areCodes: false, file: file)
        }
        return clip
    }
}
