import ArrayFiles
import Foundation
import Tensors

/// What Tests/References/networks_embeddings.py or networks_keras.py wrote, and how they made their inputs.
struct NetworkGolden: Decodable {
    let network: String
    let rows: [[Double]]
    /// Of every tensor of the weights.
    let lastValues: [String: Float]
    /// Every 8th mean of each block, by its name.
    let taps: [String: [[Double]]]?

    static func read(_ name: String) throws -> NetworkGolden {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try JSONDecoder().decode(
            NetworkGolden.self, from: Data(contentsOf: folder.appending(path: "Golden/embeddings-\(name).json")))
    }

    /// The weights are synthesized from this seed.
    static let seed: UInt64 = 7

    /// The script's `pattern`: numbers in [-1, 1), a multiplicative hash of the index.
    static func pattern(_ count: Int, first: Int = 1) -> [Float] {
        (first..<(first + count)).map { Float((UInt64($0) &* 2_654_435_761 % 4_294_967_296) >> 8) / 8_388_608 - 1 }
    }

    /// Whether these are the weights that the golden rows were computed with. If not, synthesis has changed: write the
    /// weights to a file and run the script again.
    func wasMade(with weights: TensorDictionary) -> Bool { weights.tensors.mapValues { $0.values.last ?? 0 } == lastValues }

    /// ||row - golden|| / ||golden||, the larger of both rows'.
    func relativeError(_ matrix: Matrix) -> Double { Self.relativeError(matrix, rows) }

    static func relativeError(_ matrix: Matrix, _ rows: [[Double]]) -> Double {
        rows.enumerated().map { index, golden in
            let error = zip(matrix.row(index), golden).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
            return (error / golden.reduce(0) { $0 + $1 * $1 }).squareRoot()
        }.max() ?? .infinity
    }
}
