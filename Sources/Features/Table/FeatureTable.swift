public import ArrayFiles
public import Clips
import Foundation
public import Tensors
import Weights

/// One vector a sample and modality, with labels and parts: what is trained on and evaluated.
public struct FeatureTable: Sendable {
    /// n x width.
    public let audio: Matrix
    public let visual: Matrix
    /// Class ids, n.
    public let labels: [Int]
    public let splits: [Split]
    public let ids: [String]
    public let classNames: [String]
    /// Whether the features come from random weights.
    public let isSynthesized: Bool
    /// What a reader of results must know about the items: pairs that disagree, training items left out.
    public var remarks: [String] = []

    public init(
        audio: Matrix, visual: Matrix, labels: [Int], splits: [Split], ids: [String], classNames: [String], isSynthesized: Bool,
        remarks: [String] = []
    ) {
        precondition(audio.rows == ids.count && visual.rows == ids.count && labels.count == ids.count && splits.count == ids.count)
        (self.audio, self.visual, self.labels, self.splits) = (audio, visual, labels, splits)
        (self.ids, self.classNames, self.isSynthesized, self.remarks) = (ids, classNames, isSynthesized, remarks)
    }

    /// Rows of one part, in table order.
    public func rows(of part: Split) -> [Int] { splits.indices.filter { splits[$0] == part } }
}

extension FeatureTable {
    /// Order of the numbers that stand for parts in the file.
    private static let parts: [Split] = [.train, .validation, .test]

    public var dictionary: TensorDictionary {
        TensorDictionary(
            tensors: ["audio": Tensor(audio), "visual": Tensor(visual)],
            integers: [
                "labels": IntegerTensor(shape: [labels.count], values: labels.map(Int64.init)),
                "splits": IntegerTensor(shape: [splits.count], values: splits.map { Int64(Self.parts.firstIndex(of: $0) ?? 0) }),
            ],
            metadata: [
                "ids": TextList.json(ids), "class_names": TextList.json(classNames), "splits": TextList.json(Self.parts.map(\.rawValue)),
                SynthesizedWeights.markKey: isSynthesized ? "true" : "false", "remarks": TextList.json(remarks),
            ])
    }

    /// Reads a table written by the assemble stage.
    ///
    /// - Throws: ``FeatureError/missingTable(path:)``, ``FeatureError/damagedTable(path:detail:)``.
    public init(path: String) throws(FeatureError) {
        guard FileManager.default.fileExists(atPath: path) else { throw .missingTable(path: path) }
        func damaged(_ detail: String) -> FeatureError { .damagedTable(path: path, detail: detail) }
        let file: TensorDictionary
        do { file = try Safetensors.read(path) } catch { throw damaged("\(error)") }
        guard let audio = file.tensors["audio"].flatMap(Matrix.init), let visual = file.tensors["visual"].flatMap(Matrix.init),
            let labels = file.integers["labels"], let splits = file.integers["splits"],
            let ids = file.metadata["ids"].flatMap(TextList.texts), let classNames = file.metadata["class_names"].flatMap(TextList.texts)
        else { throw damaged("it lacks one of audio, visual, labels, splits, ids, class_names") }
        let count = ids.count
        guard audio.rows == count, visual.rows == count, labels.values.count == count, splits.values.count == count else {
            throw damaged("its parts have \(audio.rows), \(visual.rows), \(labels.values.count), \(splits.values.count) and \(count) rows")
        }
        guard labels.values.allSatisfy({ $0 >= 0 && $0 < classNames.count }), splits.values.allSatisfy({ $0 >= 0 && $0 < Self.parts.count })
        else { throw damaged("a label or part is out of range") }
        self.init(
            audio: audio, visual: visual, labels: labels.values.map { Int($0) }, splits: splits.values.map { Self.parts[Int($0)] },
            ids: ids, classNames: classNames, isSynthesized: file.metadata[SynthesizedWeights.markKey] == "true",
            remarks: file.metadata["remarks"].flatMap(TextList.texts) ?? [])
    }
}
