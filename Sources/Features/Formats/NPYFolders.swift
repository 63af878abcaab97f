import ArrayFiles
import Clips
import Files
import Foundation

/// A folder a network with one npy file a clip, named as video_features names them: `vggish/<clip>_vggish.npy`,
/// `inception-v3/tf2015/<clip>_inception-v3.npy`, and beside frames `<clip>_fps.npy` and `<clip>_timestamps_ms.npy`.
///
/// Labels, parts and times stand in `index.jsonl`. A `/` in a clip's id is written `%2F`.
struct NPYFolders: FeatureFormat {
    let name = "npy"
    let summary = "a folder a network, one npy file a clip, named as video_features does"
    let rows: [FeatureSet.Rows] = [.segments, .pooled]
    let encodings: [Encoding] = [.float32, .codes]
    let needsEveryModality = false

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request, format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? {
        guard isFolder(path) else { return nil }
        if FileManager.default.fileExists(atPath: path + "/" + SetFolder.indexFile), let set = try SetFolder.set(of: path) {
            return try IndexedReader(path, set)
        }
        return try PlainNPYReader(path)
    }

    /// Folder and file ending of a modality's network, of which the part before the `/` names the family; where both
    /// modalities name the same network, as those of unknown origin do, the modality's name.
    private static func place(of modality: Modality, in set: FeatureSet) -> (folder: String, ending: String) {
        let names = set.modalities.compactMap { set[$0]?.network }
        let network = Set(names).count < names.count ? modality.rawValue : set[modality]?.network ?? modality.rawValue
        let plain = network.replacingOccurrences(of: ", ", with: "-")
        return (plain, "_" + (plain.split(separator: "/").first.map(String.init) ?? plain) + ".npy")
    }

    private final class Writer: FeatureWriter {
        private let folder: OutputFolder
        private let index: OutputFile
        private let set: FeatureSet
        private let format: String

        init(_ request: ExportRequest, format: String) throws {
            folder = try OutputFolder(creating: request.path)
            index = try OutputFile(replacing: try folder.file(SetFolder.indexFile))
            set = request.set
            self.format = format
            try SetFolder.write(set, to: folder)
        }

        func write(_ clip: FeatureClip) throws {
            let stem = try FileStem.encoded(clip.id, format: format)
            for (modality, rows) in clip.features {
                guard let features = set[modality] else { continue }
                let place = NPYFolders.place(of: modality, in: set)
                try folder.write(NPYRows.file(rows), to: "\(place.folder)/\(stem)\(place.ending)")
                guard modality == .visual, !rows.times.isEmpty else { continue }
                let stamps = rows.times.map { $0.start * 1000 }
                try folder.write(
                    NPY.file(of: .float64, shape: [stamps.count], stamps), to: "\(place.folder)/\(stem)_timestamps_ms.npy")
                if let rate = features.recipe["frames_per_second"].flatMap(Double.init) {
                    try folder.write(NPY.file(of: .float64, shape: [], [rate]), to: "\(place.folder)/\(stem)_fps.npy")
                }
            }
            try index.write(Array((encodedJSON(ClipEntry(clip)) + "\n").utf8))
        }

        func finish() throws -> [String] {
            try index.commit()
            try folder.commit()
            return []
        }
    }

    /// Follows `index.jsonl`.
    private final class IndexedReader: FeatureSource {
        let set: FeatureSet
        let clipCount: Int? = nil
        let remarks: [String] = []
        private let folder: String
        private let lines: LineReader

        init(_ folder: String, _ set: FeatureSet) throws {
            self.folder = folder
            self.set = set
            lines = try LineReader(folder + "/" + SetFolder.indexFile)
        }

        func next() throws -> FeatureClip? {
            guard let line = try lines.next() else { return nil }
            let file = folder + "/" + SetFolder.indexFile
            let entry: ClipEntry = try decodedJSON(line.text, file: file, item: "line \(line.number)")
            var clip = try entry.clip(file: file)
            let stem = try FileStem.encoded(clip.id, format: "npy")
            for modality in set.modalities where entry.times[modality.rawValue] != nil {
                guard let features = set[modality] else { continue }
                let place = NPYFolders.place(of: modality, in: set)
                let path = "\(folder)/\(place.folder)/\(stem)\(place.ending)"
                let rows = try NPYRows.rows(try NPY.read(path), areCodes: features.codes != nil, file: path)
                clip.features[modality] = try entry.described(rows, of: modality, file: file)
            }
            return clip
        }
    }
}
