import ArrayFiles
import Clips
import Files
import Foundation
import Tensors

/// The folders of the CMR code: `vgg/` and `inception/` (uint8, T x D), `VEGAS_classes/` (the class id), `folds/` (five lists).
///
/// That code tests on one list and trains on the other four. The first list by name, `fold_0.txt`, holds the test part; the
/// clips of the other parts are dealt to the other four by turns, class by class.
struct NPYCMR: FeatureFormat {
    let name = "npy-cmr"
    let summary = "folders vgg, inception, VEGAS_classes (npy, uint8) and folds, as the CMR code reads them"
    let rows: [FeatureSet.Rows] = [.segments, .pooled]
    let encodings: [Encoding] = [.codes]
    let needsEveryModality = true
    let countsOwnRows = false

    private static let folders: [Modality: String] = [.audio: "vgg", .visual: "inception"]
    private static let classFolder = "VEGAS_classes"

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request, format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? {
        guard isFolder(path + "/" + Self.classFolder) else { return nil }
        return try Reader(path)
    }

    private final class Writer: FeatureWriter {
        private let folder: OutputFolder
        private let folds: [OutputFile]
        private let classes: ClassIDs
        private let format: String
        private var dealt: [Int: Int] = [:]
        private var exportRemarks = ExportRemarks()

        init(_ request: ExportRequest, format: String) throws {
            let folder = try OutputFolder(creating: request.path)
            self.folder = folder
            self.format = format
            folds = try (0..<5).map { try OutputFile(replacing: try folder.file("folds/fold_\($0).txt")) }
            classes = ClassIDs(request.set.classNames, format: format)
            try SetFolder.write(request.set, to: folder)
        }

        func write(_ clip: FeatureClip) throws {
            guard let split = exportRemarks.part(of: clip) else { return }
            let stem = try FileStem.encoded(clip.id, format: format)
            let id = try classes.id(of: clip)
            for (modality, rows) in clip.features {
                try folder.write(NPYRows.file(rows), to: "\(NPYCMR.folders[modality] ?? "")/\(stem).npy")
            }
            try folder.write(NPY.file(of: .int64, shape: [], [Int64(id)]), to: "\(NPYCMR.classFolder)/\(stem).npy")
            try folds[split == .test ? 0 : 1 + dealt[id, default: 0] % 4].write(Array((stem + "\n").utf8))
            if split != .test { dealt[id, default: 0] += 1 }
            if split == .validation { exportRemarks.add("of the validation part go to training: the layout has none") }
        }

        func finish() throws -> [String] {
            try exportRemarks.checkParts(format: format)
            for fold in folds { try fold.commit() }
            try folder.commit()
            return exportRemarks.lines
        }
    }

    private final class Reader: FeatureSource {
        let set: FeatureSet
        let clipCount: Int?
        private(set) var remarks: [String] = []
        private let folder: String
        private let stems: [String]
        private let test: Set<String>
        private let train: Set<String>
        private let classes: ClassLabels
        private var position = 0

        init(_ folder: String) throws {
            self.folder = folder
            stems = SetFolder.names(in: "\(folder)/\(NPYCMR.classFolder)", ending: ".npy").map { String($0.dropLast(4)) }
            clipCount = stems.count
            let lists = try SetFolder.names(in: folder + "/folds", ending: "").map { try Self.list("\(folder)/folds/\($0)") }
            test = lists.first ?? []
            train = lists.dropFirst().reduce(into: []) { $0.formUnion($1) }
            let described = try SetFolder.set(of: folder)
            set = try described ?? Self.guessed(folder, stems)
            classes = ClassLabels(names: set.classNames, file: "\(folder)/\(NPYCMR.classFolder)")
            if described == nil {
                remarks.append("the codes have no scale: they are kept as 0 to 255; 'assemble: {audio: {normalize: vggish}, ...}' reads them as the CMR code does")
            }
            if lists.count > 1 { remarks.append("the first fold by name is the test part, the others are training") }
        }

        func next() throws -> FeatureClip? {
            guard position < stems.count else { return nil }
            defer { position += 1 }
            let stem = stems[position]
            var clip = FeatureClip(
                id: FileStem.decoded(stem), labels: [try label(stem)], split: test.contains(stem) ? .test : train.contains(stem) ? .train : nil,
                interval: nil, features: [:])
            for modality in set.modalities {
                let file = "\(folder)/\(NPYCMR.folders[modality] ?? "")/\(stem).npy"
                guard FileManager.default.fileExists(atPath: file) else { continue }
                clip.features[modality] = try NPYRows.rows(try NPY.read(file), areCodes: nil, file: file)
            }
            return clip
        }

        private func label(_ stem: String) throws -> String {
            let file = "\(folder)/\(NPYCMR.classFolder)/\(stem).npy"
            let array = try NPY.read(file)
            let id: Int64? = switch array {
            case .integers(let tensor) where tensor.values.count == 1: tensor.values[0]
            case .floats(let tensor) where tensor.values.count == 1: Int64(exactly: tensor.values[0])
            default: nil
            }
            guard let id else { throw FeatureError.malformed(file: file, item: "array", problem: "has shape \(array.shape); expected one class id") }
            return try classes.name(of: id, clip: stem)
        }

        /// The keys of a fold, whose lines may carry the ending of the files they were listed from.
        private static func list(_ path: String) throws -> Set<String> {
            let lines = try LineReader(path)
            var keys: Set<String> = []
            while let line = try lines.next() {
                let key = line.text.trimmingCharacters(in: .whitespaces)
                keys.insert(key.hasSuffix(".npy") ? String(key.dropLast(4)) : key)
            }
            return keys
        }

        private static func guessed(_ folder: String, _ stems: [String]) throws -> FeatureSet {
            var features: [Modality: FeatureSet.Features] = [:]
            for (modality, name) in NPYCMR.folders {
                guard let stem = stems.first(where: { FileManager.default.fileExists(atPath: "\(folder)/\(name)/\($0).npy") }) else { continue }
                let file = "\(folder)/\(name)/\(stem).npy"
                let rows = try NPYRows.rows(try NPY.read(file), areCodes: nil, file: file)
                let codes: CodeScale? = if case .codes = rows.values { .asTheyAre } else { nil }
                features[modality] = FeatureSet.Features(network: "unknown", extractor: "", width: rows.columns, codes: codes)
            }
            return FeatureSet(aadml: "", rows: .segments, classNames: [], features: features)
        }
    }
}
