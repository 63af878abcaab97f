import ArrayFiles
import Clips
import Digests
import Files
import Tensors

/// What is done to a clip's rows before they are pooled, with its parameters loaded.
public enum PostProcessing: Sendable {
    case none
    case published(PublishedProjection, Quantizer?)
    case components(PrincipalComponents)

    /// What is asked for, before the parameters are loaded.
    public enum Choice: Sendable, Equatable {
        case none
        /// At most this many components, fitted on the training clips' rows: nothing is done to rows before that fit.
        case principalComponents(Int)
        /// Components that another run fitted, from its `transform.safetensors`.
        case savedComponents(path: String)
        /// The projection that was published with a network.
        case published(Published)
    }

    /// AudioSet's or YouTube-8M's post-processing.
    public struct Published: Sendable, Equatable {
        public let kind: PublishedProjection.Kind
        public let path: String
        /// nil where the projection stays float.
        public let quantizer: Quantizer?
        /// Whether it is applied to features of any network.
        public let isForced: Bool

        public init(kind: PublishedProjection.Kind, path: String, quantizer: Quantizer?, isForced: Bool) {
            (self.kind, self.path, self.quantizer, self.isForced) = (kind, path, quantizer, isForced)
        }
    }

    /// - Parameter features: what the rows come with.
    /// - Throws: ``FeatureError/foreignPostProcessing(name:modality:expected:found:)``, `TensorFileError`.
    init(_ choice: Choice, _ modality: Modality, of features: FeatureSet.Features) throws {
        let width = features.width
        switch choice {
        case .none, .principalComponents: self = .none
        case .savedComponents(let path):
            let components = try PrincipalComponents(ofTransform: path, modality)
            try Self.expect(components.mean.count, is: width, path, modality)
            self = .components(components)
        case .published(let chosen):
            guard chosen.isForced || chosen.kind.networks.contains(features.network) else {
                throw FeatureError.foreignPostProcessing(
                    name: chosen.kind.rawValue, modality: modality, expected: chosen.kind.networks.joined(separator: " or "), found: features.network)
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

extension PostProcessing.Choice {
    /// The file its parameters come from.
    public var path: String? {
        switch self {
        case .none, .principalComponents: nil
        case .savedComponents(let path): path
        case .published(let chosen): chosen.path
        }
    }

    /// How a set says that it was applied; nil where nothing is done to rows. Names the SHA-256 of a file of parameters.
    ///
    /// - Throws: `FileDigestError`.
    func mark() throws -> String? {
        let name: String
        switch self {
        case .none, .principalComponents: return nil
        case .savedComponents: name = "principal components"
        case .published(let chosen): name = chosen.kind.rawValue
        }
        guard let path, !isFolder(path) else { return name }
        return "\(name) (SHA-256 \(try SHA256.hex(ofFile: path)))"
    }
}
