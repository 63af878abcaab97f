import Archives
import ArrayFiles
import Clips
import Files

/// A folder of WebDataset shards: `train-00000.tar`, ..., each sample `<key>.audio.npy`, `<key>.visual.npy`, `<key>.json`.
///
/// Keys have nine digits, five for the shard and four for the place in it; `<shard>_stats.json` counts its samples, as
/// img2dataset and video2dataset mark finished shards.
struct WebDatasetShards: FeatureFormat {
    let name = "webdataset"
    let summary = "a folder of tar shards by part: audio.npy, visual.npy and json a sample"
    let rows: [FeatureSet.Rows] = [.segments, .pooled]
    let encodings: [Encoding] = [.float32, .codes]
    let needsEveryModality = false

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request) }

    func source(_ path: String) throws -> (any FeatureSource)? {
        guard isFolder(path), let set = try SetFolder.set(of: path) else { return nil }
        let shards = SetFolder.names(in: path, ending: ".tar")
        return shards.isEmpty ? nil : Reader(path, shards, set)
    }

    /// What stands in `<key>.json`: the clip's entry, and its class ids, which loaders want.
    private struct Sample: Encodable {
        let entry: ClipEntry
        let label: Int

        private enum CodingKeys: String, CodingKey { case label }

        func encode(to encoder: any Encoder) throws {
            try entry.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(label, forKey: .label)
        }
    }

    private struct Statistics: Encodable {
        let count: Int
        let successes: Int
    }

    private final class Writer: FeatureWriter {
        private let folder: OutputFolder
        private let classes: ClassIDs
        private var shards = Shards(ending: ".tar")
        private var open: [String: (archive: ArchiveWriter, name: String, count: Int)] = [:]

        init(_ request: ExportRequest) throws {
            folder = try OutputFolder(creating: request.path)
            classes = ClassIDs(request.set.classNames, format: "webdataset")
            try SetFolder.write(request.set, to: folder)
        }

        func write(_ clip: FeatureClip) throws {
            let place = shards.place(of: clip.split)
            if place.position == 0 {
                try close(place.part)
                let name = shards.name(place.part, place.shard)
                open[place.part] = (try ArchiveWriter(path: try folder.file(name), format: .tar), name, 0)
            }
            guard let archive = open[place.part]?.archive else { return }
            let key = padded(place.shard, 5) + padded(place.position, 4)
            for modality in Modality.allCases {
                if let rows = clip.features[modality] { try archive.add(name: "\(key).\(modality.rawValue).npy", bytes: NPYRows.file(rows)) }
            }
            let sample = Sample(entry: ClipEntry(clip), label: try classes.id(of: clip))
            try archive.add(name: "\(key).json", bytes: Array(encodedJSON(sample).utf8))
            open[place.part]?.count += 1
        }

        func finish() throws -> [String] {
            for part in open.keys.sorted() { try close(part) }
            try folder.commit()
            return []
        }

        private func close(_ part: String) throws {
            guard let shard = open.removeValue(forKey: part) else { return }
            try shard.archive.finish()
            let statistics = encodedJSON(Statistics(count: shard.count, successes: shard.count))
            try folder.write(Array(statistics.utf8), to: shard.name.dropLast(4) + "_stats.json")
        }
    }

    private final class Reader: FeatureSource {
        let set: FeatureSet
        let clipCount: Int? = nil
        let remarks: [String] = []
        private let folder: String
        private var shards: ArraySlice<String>
        private var reader: EntryReader?
        private var shard = ""
        /// The first member of the next sample.
        private var pending: (key: String, ending: String, bytes: [UInt8])?

        init(_ folder: String, _ shards: [String], _ set: FeatureSet) {
            (self.folder, self.shards, self.set) = (folder, shards[...], set)
        }

        func next() throws -> FeatureClip? {
            var members: [String: [UInt8]] = [:]
            var key: String?
            while let member = try pending ?? nextMember() {
                pending = nil
                if let key, member.key != key {
                    pending = member
                    break
                }
                key = member.key
                members[member.ending] = member.bytes
            }
            return try key.map { try clip($0, members) }
        }

        private func clip(_ key: String, _ members: [String: [UInt8]]) throws -> FeatureClip {
            let file = "\(folder)/\(shard)"
            guard let json = members["json"], let text = String(validating: json, as: UTF8.self) else {
                throw FeatureError.malformed(file: file, item: key, problem: "the sample has no '\(key).json'")
            }
            let entry: ClipEntry = try decodedJSON(text, file: file, item: key + ".json")
            var clip = try entry.clip(file: file)
            for modality in set.modalities {
                guard let bytes = members[modality.rawValue + ".npy"] else { continue }
                let array = try NPY.decode(bytes, name: "\(key).\(modality.rawValue).npy", file: file)
                let rows = try NPYRows.rows(array, areCodes: set[modality]?.codes != nil, file: file)
                clip.features[modality] = try entry.described(rows, of: modality, file: file)
            }
            return clip
        }

        private func nextMember() throws -> (key: String, ending: String, bytes: [UInt8])? {
            while true {
                if let reader, let entry = try reader.next() {
                    guard let dot = entry.name.firstIndex(of: ".") else { continue }
                    let ending = String(entry.name[entry.name.index(after: dot)...])
                    return (shard + " " + entry.name[..<dot], ending, try reader.readAll(limit: .max))
                }
                guard let name = shards.popFirst() else { return nil }
                shard = name
                reader = try EntryReader(source: "\(folder)/\(name)")
            }
        }
    }
}
