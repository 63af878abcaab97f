import ArrayFiles
import Clips

/// Reads clips from the arrays of an HDF5, npz or safetensors file, part after part, holding no more than a clip and a block.
final class ArrayReader: FeatureSource {
    let set: FeatureSet
    let clipCount: Int?
    let remarks: [String]
    private let file: any ArrayFile
    private let parts: [ArrayPart]
    private let classes: ClassLabels
    private var index = 0
    private var current: ArrayPartReader?

    /// - Throws: `TensorFileError` for arrays that are missing or have other shapes than the layout's;
    ///   ``FeatureError`` for what contradicts itself.
    init(_ file: any ArrayFile, _ parts: [ArrayPart]) throws {
        self.file = file
        self.parts = parts
        let described = try Self.description(file).map { try FeatureSet(json: $0, file: file.path) }
        let names = try Self.classNames(file)
        let readers = try parts.map { try ArrayPartReader($0, of: file, described, ClassLabels(names: names, file: file.path)) }
        clipCount = readers.reduce(0) { $0 + $1.count }
        remarks = readers.flatMap(\.remarks)
        set = try Self.set(described, names, readers, file.path)
        classes = ClassLabels(names: names, file: file.path)
    }

    func next() throws -> FeatureClip? {
        while true {
            if let clip = try current?.next() { return clip }
            guard index < parts.count else { return nil }
            current = try ArrayPartReader(parts[index], of: file, set, classes)
            index += 1
        }
    }

    /// In npz files, which have no metadata, the description is an array.
    private static func description(_ file: any ArrayFile) throws -> String? {
        let name = FeatureSet.descriptionName
        if let json = file.metadata[name] { return json }
        guard file.names.contains(name), case .texts(_, let values) = try file.read(name) else { return nil }
        return values.first
    }

    private static func classNames(_ file: any ArrayFile) throws -> [String] {
        if file.names.contains("class_names"), case .texts(_, let names) = try file.read("class_names") { return names }
        guard let json = file.metadata["class_names"] else { return [] }
        return try decodedJSON(json, file: file.path, item: "class_names")
    }

    private static func set(_ described: FeatureSet?, _ names: [String], _ readers: [ArrayPartReader], _ file: String) throws -> FeatureSet {
        var widths: [Modality: Int] = [:]
        for reader in readers {
            for (modality, width) in reader.widths {
                guard widths[modality, default: width] == width else {
                    throw FeatureError.malformed(
                        file: file, item: modality.rawValue, problem: "rows have \(width) values in one part and \(widths[modality] ?? 0) in another")
                }
                widths[modality] = width
            }
        }
        guard !widths.isEmpty else { throw FeatureError.malformed(file: file, item: "features", problem: "it has labels and neither audio nor visual features") }
        if var set = described {
            for (modality, width) in widths { set[modality]?.width = width }
            set.classNames = names
            return set
        }
        let rows: FeatureSet.Rows = readers.contains(where: \.hasSegments) ? .segments : .pooled
        let features = Dictionary(uniqueKeysWithValues: widths.map { modality, width in
            (modality, FeatureSet.Features(network: "unknown", extractor: "", width: width))
        })
        return FeatureSet(aadml: "", rows: rows, classNames: names, features: features)
    }
}
