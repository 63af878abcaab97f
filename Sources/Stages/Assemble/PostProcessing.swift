import Clips
import Digests
import Extractors
import Foundation
import ArrayFiles
import Tensors

/// What is done to a clip's rows before they are pooled, with its parameters loaded.
enum RowProcessing: Sendable {
    case none
    case published(PublishedProjection, Quantizer?)
    case components(PrincipalComponents)

    /// - Parameter network: what made the features; nil if unknown.
    /// - Throws: ``StageError/foreignPostProcessing(_:)``, `TensorFileError`.
    init(_ post: ModalityTransformSettings.Post, _ modality: Modality, network: String?, width: Int) throws {
        switch post {
        case .none, .principalComponents: self = .none
        case .savedComponents(let path):
            let components = try PrincipalComponents(ofTransform: path, modality)
            try Self.expect(components.mean.count, is: width, path, modality)
            self = .components(components)
        case .published(let chosen):
            guard chosen.isForced || chosen.kind.networks.contains(network ?? "") else {
                throw StageError.foreignPostProcessing(
                    name: chosen.kind.rawValue, modality: modality, expected: chosen.kind.networks.joined(separator: " or "), found: network ?? "unknown")
            }
            let projection = try PublishedProjection(chosen.kind, from: chosen.path)
            try Self.expect(projection.mean.count, is: width, chosen.path, modality)
            self = .published(projection, chosen.quantizer)
        }
    }

    private static func expect(_ parameters: Int, is width: Int, _ path: String, _ modality: Modality) throws {
        guard parameters == width else {
            throw TensorFileError.wrongShape(
                file: path, array: "mean", expected: "\(width) values, as many as \(modality.rawValue) features have", found: [parameters])
        }
    }

    /// Values a row has afterwards; nil where that does not change.
    var outputs: Int? {
        switch self {
        case .none: nil
        case .published(let projection, _): projection.outputs
        case .components(let components): components.components.rows
        }
    }

    /// Quantised values are the codes themselves, 0 to 255.
    func callAsFunction(_ rows: Matrix) -> Matrix {
        switch self {
        case .none: return rows
        case .components(let components): return components.project(rows)
        case .published(let projection, let quantizer):
            let projected = projection.apply(rows)
            guard let quantizer else { return projected }
            return Matrix(rows: projected.rows, columns: projected.columns, values: quantizer.codes(of: projected.values).codes.map(Float.init))
        }
    }
}

extension PrincipalComponents {
    /// Components that an earlier run fitted: a `transform.safetensors`.
    ///
    /// - Throws: `TensorFileError`.
    init(ofTransform path: String, _ modality: Modality) throws {
        let file = try Safetensors.read(path)
        let prefix = "\(modality.rawValue).pca."
        func tensor(_ name: String) throws -> Tensor {
            guard let tensor = file.tensors[prefix + name] else {
                throw TensorFileError.noSuchArray(file: path, name: prefix + name, found: file.names)
            }
            return tensor
        }
        let mean = try tensor("mean"), components = try tensor("components"), variances = try tensor("variances")
        guard let matrix = Matrix(components), matrix.columns == mean.values.count, matrix.rows == variances.values.count else {
            throw TensorFileError.wrongShape(
                file: path, array: prefix + "components", expected: "[\(variances.values.count), \(mean.values.count)]", found: components.shape)
        }
        self.init(mean: mean.values, components: matrix, variances: variances.values)
    }
}

extension ModalityTransformSettings.Post {
    /// The file its parameters come from.
    var path: String? {
        switch self {
        case .none, .principalComponents: nil
        case .savedComponents(let path): path
        case .published(let chosen): chosen.path
        }
    }
}
