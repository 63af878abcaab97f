import ArrayFiles
import Clips
import Features
import Foundation
import MetricLearning
import Retrieval
import Tensors

/// What the trained model makes of the test part and of the training part, for each way of scoring it has.
struct EmbeddingSpaces {
    let cosine: ScoringSpace
    /// nil of a model without a label projection.
    let posterior: ScoringSpace?
    /// Of several models; nil without others.
    let meanPosterior: ScoringSpace?

    /// - Parameter others: paths of the models whose posteriors are averaged with this one's.
    /// - Throws: ``StageError``, `MetricLearningError`, `TensorFileError`.
    init(model path: String, averagedWith others: [String], table: FeatureTable, rows: [Int]) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw StageError.inputMissing(path: path, stage: "train") }
        let file: TensorDictionary, model: CrossModalModel
        do {
            file = try Safetensors.read(path)
            model = try CrossModalModel(tensors: file.tensors)
        } catch {
            throw StageError.inputDamaged(path: path, detail: "\(error)", stage: "train")
        }
        let features = Features(table, test: rows)
        let embeddings = try features.mapped(audio: model.embed(audio:), visual: model.embed(visual:))
        cosine = Self.space("cosine", .cosine, keys: embeddings, values: embeddings)
        guard model.classCount != nil else {
            if !others.isEmpty { throw MetricLearningError.noLabelProjection }
            posterior = nil
            meanPosterior = nil
            return
        }
        let own = try features.mapped(audio: model.posterior(audio:), visual: model.posterior(visual:))
        posterior = Self.space("posterior", .innerProduct, keys: embeddings, values: own)
        var sum = own
        for other in others {
            let model = try Self.peer(other, of: file, classes: model.classCount)
            sum = sum.adding(try features.mapped(audio: model.posterior(audio:), visual: model.posterior(visual:)))
        }
        meanPosterior = others.isEmpty ? nil : Self.space(
            "posterior, mean of \(others.count + 1) models", .innerProduct, keys: embeddings, values: sum.scaled(by: 1 / Float(others.count + 1)))
    }

    /// A model trained on the same features and classes.
    private static func peer(_ path: String, of own: TensorDictionary, classes: Int?) throws -> CrossModalModel {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StageError.modelMismatch(path: path, detail: "there is no such file")
        }
        let file = try Safetensors.read(path)
        for key in ["class_names", "transform_sha256"] where file.metadata[key] != own.metadata[key] {
            throw StageError.modelMismatch(path: path, detail: "its '\(key)' differs from this run's: it was trained on other features or classes")
        }
        let model = try CrossModalModel(tensors: file.tensors)
        guard model.classCount == classes else {
            throw StageError.modelMismatch(path: path, detail: "it has \(model.classCount ?? 0) classes, this run's model \(classes ?? 0)")
        }
        return model
    }

    private static func space(_ name: String, _ similarity: Similarity, keys: FourMatrices, values: FourMatrices) -> ScoringSpace {
        func rows(_ test: KeyPath<FourMatrices, Matrix>, _ training: KeyPath<FourMatrices, Matrix>) -> ModalityRows {
            ModalityRows(
                test: NeighbourBank(keys: keys[keyPath: test], values: values[keyPath: test]),
                training: NeighbourBank(keys: keys[keyPath: training], values: values[keyPath: training]))
        }
        return ScoringSpace(
            name: name, similarity: similarity, audio: rows(\.audio, \.trainingAudio), visual: rows(\.visual, \.trainingVisual))
    }
}

/// Both modalities of the test part and of the training part.
private struct FourMatrices {
    let audio: Matrix
    let visual: Matrix
    let trainingAudio: Matrix
    let trainingVisual: Matrix

    func adding(_ other: FourMatrices) -> FourMatrices {
        func sum(_ a: Matrix, _ b: Matrix) -> Matrix {
            Matrix(rows: a.rows, columns: a.columns, values: zip(a.values, b.values).map { $0 + $1 })
        }
        return FourMatrices(
            audio: sum(audio, other.audio), visual: sum(visual, other.visual), trainingAudio: sum(trainingAudio, other.trainingAudio),
            trainingVisual: sum(trainingVisual, other.trainingVisual))
    }

    func scaled(by factor: Float) -> FourMatrices {
        func scaled(_ matrix: Matrix) -> Matrix {
            Matrix(rows: matrix.rows, columns: matrix.columns, values: matrix.values.map { $0 * factor })
        }
        return FourMatrices(
            audio: scaled(audio), visual: scaled(visual), trainingAudio: scaled(trainingAudio), trainingVisual: scaled(trainingVisual))
    }
}

private struct Features {
    private let matrices: FourMatrices

    init(_ table: FeatureTable, test: [Int]) {
        let training = table.rows(of: .train)
        matrices = FourMatrices(
            audio: table.audio.gathering(rows: test), visual: table.visual.gathering(rows: test),
            trainingAudio: table.audio.gathering(rows: training), trainingVisual: table.visual.gathering(rows: training))
    }

    func mapped(audio: (Matrix) throws -> Matrix, visual: (Matrix) throws -> Matrix) rethrows -> FourMatrices {
        FourMatrices(
            audio: try audio(matrices.audio), visual: try visual(matrices.visual), trainingAudio: try audio(matrices.trainingAudio),
            trainingVisual: try visual(matrices.trainingVisual))
    }
}
