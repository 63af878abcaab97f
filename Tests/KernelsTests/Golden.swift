import Foundation
import Testing

/// What Tests/References/networks_kernels.py wrote.
struct Golden: Decodable {
    struct Convolution: Decodable, CustomTestStringConvertible {
        let channels: Int
        let outputs: Int
        let height: Int
        let width: Int
        let kernel: [Int]
        let stride: Int
        let padding: [Int]
        let shape: [Int]
        let values: [Double]

        var testDescription: String { "\(channels) x \(height) x \(width), filters \(kernel), stride \(stride), padding \(padding)" }
    }

    let product: [Double]
    let singularValues: [Double]
    let eigenvalues: [Double]
    let convolutions: [Convolution]

    static let kernels: Golden = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        do {
            return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: folder.appending(path: "Golden/kernels.json")))
        } catch {
            fatalError("Golden/kernels.json: \(error)")
        }
    }()
}
