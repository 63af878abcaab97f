import Clips
import Foundation
import ArrayFiles
import Tensors
import Weights

/// One vector a sample and modality, with labels and parts: what is trained on and evaluated.
struct FeatureTable: Sendable {
    /// n x width.
    let audio: Matrix
    let visual: Matrix
    /// Class ids, n.
    let labels: [Int]
    let splits: [Split]
    let ids: [String]
    let classNames: [String]
    /// Whether the features come from random weights.
    let isSynthesized: Bool
    /// What a reader of results must know about the items: pairs that disagree, training items left out.
    var remarks: [String] = []

    /// Rows of one part, in table order.
    func rows(of part: Split) -> [Int] { splits.indices.filter { splits[$0] == part } }
}

extension FeatureTable {
    /// Order of the numbers that stand for parts in the file.
    private static let parts: [Split] = [.train, .validation, .test]

    var dictionary: TensorDictionary {
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
    /// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
    init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw StageError.inputMissing(path: path, stage: "assemble") }
        func damaged(_ detail: String) -> StageError { .inputDamaged(path: path, detail: detail, stage: "assemble") }
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
