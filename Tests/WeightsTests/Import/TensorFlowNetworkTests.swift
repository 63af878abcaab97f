import ArrayFiles
import Checkpoints
import Extractors
import Foundation
import Tensors
import Testing
import Weights

/// TensorFlow's weights in our layout compute what TensorFlow computed with them: Tests/References/weights_files.py made a
/// checkpoint of a convolution and a dense layer behind it, and their outputs.
@Suite struct TensorFlowNetworkTests {
    private struct Golden: Decodable {
        let shape: [Int]
        let values: [Double]
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../CheckpointsTests/Golden")
    private let convention = WeightConvention(
        name: "small",
        manifest: WeightManifest(network: "small", entries: [
            .init(name: "conv.weight", shape: [4, 2, 3, 3], role: .convolution), .init(name: "conv.bias", shape: [4], role: .bias),
            .init(name: "fc.weight", shape: [5, 24], role: .dense), .init(name: "fc.bias", shape: [5], role: .bias),
        ]),
        entries: [
            .init("net/conv/weights", "conv.weight", .convolutionHWIO), .init("net/conv/biases", "conv.bias"),
            .init("net/fc/weights", "fc.weight", .denseInOut), .init("net/fc/biases", "fc.bias"),
        ],
        ignored: ["float", "int", "uint", "bool", "global_step"])

    @Test(arguments: ["weights_v1.ckpt", "weights_v2.ckpt"]) func aNetworkOfTensorFlowKeepsItsOutput(checkpoint: String) throws {
        let golden = try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: Self.folder.appending(path: "weights_network.json")))
        let path = Self.folder.appending(path: checkpoint).standardized.path
        let weights = try ImportedWeights(file: path, conventions: [convention]).weights.tensors
        let (height, width) = (2, 3)
        let picture = try #require(golden["picture"]).values   // height, width, channel
        let kernel = try #require(weights["conv.weight"]).values
        let bias = try #require(weights["conv.bias"]).values
        // 'SAME' at stride 1 is a padding of 1.
        var convolved: [Double] = []   // height, width, channel
        for y in 0..<height {
            for x in 0..<width {
                for out in 0..<4 {
                    var sum = Double(bias[out])
                    for channel in 0..<2 {
                        for (dy, dx) in (0..<9).map({ ($0 / 3 - 1, $0 % 3 - 1) }) where (0..<height).contains(y + dy) && (0..<width).contains(x + dx) {
                            let weight = Double(kernel[((out * 2 + channel) * 3 + dy + 1) * 3 + dx + 1])
                            sum += weight * picture[((y + dy) * width + x + dx) * 2 + channel]
                        }
                    }
                    convolved.append(max(0, sum))
                }
            }
        }
        expectClose(convolved, try #require(golden["convolved"]).values)
        let matrix = try #require(weights["fc.weight"]).values
        let shift = try #require(weights["fc.bias"]).values
        let dense = (0..<5).map { row in
            zip(convolved, matrix[(row * 24)..<((row + 1) * 24)]).reduce(Double(shift[row])) { $0 + $1.0 * Double($1.1) }
        }
        expectClose(dense, try #require(golden["dense"]).values)
    }

    private func expectClose(_ found: [Double], _ expected: [Double]) {
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-5 * max(1, abs(b))) }
    }

    /// Names and shapes as TensorFlow lists them, of networks that Tests/References/weights_networks.py built layer by layer.
    @Test(arguments: [("vggish", "tensorflow"), ("inception", "tensorflow-2015"), ("slim", "tensorflow-slim")]) func tablesNameWhatTensorFlowHas(network: String, name: String) throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Golden/weights_\(network)_names.json")
        let shapes = try JSONDecoder().decode([String: [Int]].self, from: Data(contentsOf: path))
        let convention = try #require((VGGish.conventions + InceptionV3.conventions).first { $0.name == name })
        #expect(Dictionary(uniqueKeysWithValues: convention.sourceManifest.entries.map { ($0.name, $0.shape) }) == shapes)
        #expect(Set(convention.entries.map(\.target)) == Set(convention.manifest.entries.map(\.name)))
    }
}
