import Extractors
import Foundation
import Kernels
import Testing
import Weights

@Suite(.serialized) struct AlgorithmChoicesTests {
    /// A file that gives every layer `wanted` where this machine can, else direct.
    static func file(_ wanted: ConvolutionAlgorithm, changing change: (inout [String: [String: ConvolutionAlgorithm]]) -> Void = { _ in }) throws -> String {
        var networks: [String: [String: ConvolutionAlgorithm]] = [:]
        for network in ExtractorRegistry.all {
            for layer in network.layers { networks[network.name, default: [:]][layer.name] = wanted.canCompute(layer.shape) ? wanted : .direct }
        }
        change(&networks)
        let url = FileManager.default.temporaryDirectory.appending(path: "algorithms-\(UUID().uuidString).json")
        try AlgorithmChoices.write(networks, measuredOn: "a test", to: url)
        return url.path
    }

    /// Every algorithm for all layers that can, against PyTorch in double precision.
    @Test(arguments: ConvolutionAlgorithm.allCases) func everyAlgorithmAgreesWithPyTorch(algorithm: ConvolutionAlgorithm) throws {
        let path = try Self.file(algorithm)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let choices = try AlgorithmChoices(contentsOf: path)
        let inception = try InceptionV3(
            weights: InceptionV3Tests.weights(.tf2015), named: "synthesized", variant: .tf2015, precision: .float32, algorithms: choices)
        let pictures = NetworkGolden.pattern(2 * InceptionV3Tests.size)
        #expect(try NetworkGolden.read("tf2015").relativeError(inception.makeSession().embed(pictures, count: 2)) < 1e-4)
        let vggish = try VGGish(weights: VGGishTests.weights, named: "synthesized", precision: .float32, algorithms: choices)
        let examples = NetworkGolden.pattern(2 * VGGishTests.size)
        #expect(try NetworkGolden.read("vggish").relativeError(vggish.makeSession().embed(examples, count: 2)) < 1e-4)
        #expect(vggish.algorithmTable == VGGish.algorithmTable(.float32, choices))
        let used = algorithm == .winograd && !OneDNN.hasWinograd ? "direct" : algorithm.recipe
        #expect(vggish.algorithmTable.contains("features.13 \(used) float32"))
    }

    @Test func bfloat16IsDirectWhateverTheFile() throws {
        let path = try Self.file(.tiles)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let choices = try AlgorithmChoices(contentsOf: path)
        #expect(InceptionV3.algorithmTable(.tf2015, .bfloat16, choices) == InceptionV3.algorithmTable(.tf2015, .bfloat16))
        #expect(InceptionV3.algorithmTable(.tf2015, .float32, choices) != InceptionV3.algorithmTable(.tf2015, .bfloat16, choices))
    }

    /// A table that was written before a network existed stays good: that network uses the committed choices.
    @Test func aNetworkThatTheTableDoesNotNameUsesTheCommittedChoices() throws {
        let path = try Self.file(.direct) { $0["inception-v3"] = nil }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let choices = try AlgorithmChoices(contentsOf: path)
        #expect(InceptionV3.algorithmTable(.tf2015, .float32, choices) == InceptionV3.algorithmTable(.tf2015, .float32))
        #expect(!VGGish.algorithmTable(.float32, choices).contains("tiles") && VGGish.algorithmTable(.float32).contains("tiles"))
    }

    @Test func tablesThatDoNotFitAreRefused() throws {
        let missing = try Self.file(.direct) { $0["vggish"]?["features.3"] = nil }
        let unknown = try Self.file(.direct) { $0["vggish"]?["features.99"] = .direct }
        let impossible = try Self.file(.direct) { $0["inception-v3"]?["Conv2d_1a_3x3"] = .tiles }
        let stranger = try Self.file(.direct) { $0["vgish"] = ["features.0": .direct] }
        let files = [(missing, "features.3"), (unknown, "features.99"), (impossible, "Conv2d_1a_3x3"), (stranger, "did you mean 'vggish'?")]
        defer { for (path, _) in files { try? FileManager.default.removeItem(atPath: path) } }
        for (path, word) in files + [("/nowhere.json", "read")] {
            let error = #expect(throws: ExtractorError.self) { try AlgorithmChoices(contentsOf: path) }
            #expect(error?.description.hasPrefix(path) == true && error?.description.contains(word) == true)
        }
    }
}
