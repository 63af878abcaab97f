public import ArrayFiles
import Extractors
import Foundation
import Kernels
public import Tensors

/// A projection whose parameters were published with a network: y = M (x - mean).
///
/// **Source**: AudioSet's `vggish_pca_params.npz` (https://storage.googleapis.com/audioset/vggish_pca_params.npz), where M is
/// `pca_eigen_vectors`; YouTube-8M's `yt8m_pca.tgz` (http://data.yt8m.org/yt8m_pca.tgz), where row k of M is eigenvector k
/// divided by sqrt(eigenvalue k + 1e-4). AudioSet's row 127 has an entry of 45, so that dimension often sits at an end.
public struct PublishedProjection: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case audioset
        case youtube8m

        /// The networks the parameters are used with: AudioSet's by torchvggish after the last ReLU, by Google's code before it.
        public var networks: [String] {
            switch self {
            case .audioset: VGGishTap.allCases.map(VGGish.name)
            case .youtube8m: [InceptionV3.name(.tf2015, .pool)]
            }
        }

        /// As that tool's own extractor quantises.
        public var rounding: Quantizer.Rounding { self == .audioset ? .truncate : .round }
    }

    public let kind: Kind
    /// Length D.
    public let mean: [Double]
    /// N x D, row-major.
    public let matrix: [Double]
    /// N.
    public let outputs: Int

    /// How many of YouTube-8M's components its extractor keeps.
    private static let youtubeComponents = 1024

    /// - Parameter path: an npz for AudioSet; for YouTube-8M a folder, or the tgz, of mean.npy, eigenvals.npy and eigenvecs.npy.
    /// - Throws: `TensorFileError`.
    public init(_ kind: Kind, from path: String) throws(TensorFileError) {
        self.kind = kind
        switch kind {
        case .audioset: (mean, matrix, outputs) = try Self.audioSet(path)
        case .youtube8m: (mean, matrix, outputs) = try Self.youtube(path)
        }
        guard (mean + matrix).allSatisfy(\.isFinite) else {
            throw .badFeatures(file: path, array: kind.rawValue, problem: "parameters that are not finite")
        }
    }

    /// **Shapes**: n x D -> n x N.
    public func apply(_ rows: Matrix) -> Matrix {
        precondition(rows.columns == mean.count, "rows of \(rows.columns) for a projection of \(mean.count)")
        var centred = [Double](repeating: 0, count: rows.values.count)
        for (index, value) in rows.values.enumerated() { centred[index] = Double(value) - mean[index % mean.count] }
        let projected = [Double](unsafeUninitializedCapacity: rows.rows * outputs) { product, count in
            count = rows.rows * outputs
            centred.withUnsafeBufferPointer { centred in
                matrix.withUnsafeBufferPointer { matrix in
                    multiplyByTransposed(centred, matrix, width: mean.count, into: UnsafeMutableBufferPointer(rebasing: product[..<count]))
                }
            }
        }
        return Matrix(rows: rows.rows, columns: outputs, values: projected.map(Float.init))
    }

    private static func audioSet(_ path: String) throws(TensorFileError) -> ([Double], [Double], Int) {
        let arrays = try NPYArchive.readDoubles(["pca_eigen_vectors", "pca_means"], from: path)
        let matrix = arrays["pca_eigen_vectors"] ?? ([], []), mean = arrays["pca_means"] ?? ([], [])
        guard matrix.shape.count == 2, matrix.shape[1] == mean.values.count, matrix.shape[0] > 0, !mean.values.isEmpty else {
            throw .wrongShape(file: path, array: "pca_eigen_vectors", expected: "[outputs, \(mean.values.count)], as long as pca_means", found: matrix.shape)
        }
        return (mean.values, matrix.values, matrix.shape[0])
    }

    private static func youtube(_ path: String) throws(TensorFileError) -> ([Double], [Double], Int) {
        let arrays = try NPYArchive.readDoubles(["mean", "eigenvals", "eigenvecs"], from: path)
        let mean = firstColumn(arrays["mean"]), variances = firstColumn(arrays["eigenvals"])
        let vectors = arrays["eigenvecs"] ?? ([], [])
        let outputs = min(youtubeComponents, variances.count)
        guard vectors.shape.count == 2, vectors.shape[1] == mean.count, vectors.shape[0] >= outputs, outputs > 0, !mean.isEmpty else {
            throw .wrongShape(file: path, array: "eigenvecs", expected: "[at least \(outputs), \(mean.count)]", found: vectors.shape)
        }
        var matrix = Array(vectors.values.prefix(outputs * mean.count))
        for index in matrix.indices { matrix[index] /= (variances[index / mean.count] + 1e-4).squareRoot() }
        return (mean, matrix, outputs)
    }

    /// The files hold columns, or matrices whose first column counts.
    private static func firstColumn(_ array: (shape: [Int], values: [Double])?) -> [Double] {
        guard let array, let rows = array.shape.first, rows > 0 else { return [] }
        let width = array.values.count / rows
        return stride(from: 0, to: array.values.count, by: max(1, width)).map { array.values[$0] }
    }
}
