import ArrayFiles
import Checkpoints
import Extractors
import Foundation
import Kernels
import Tensors
import Testing
import Weights

@Suite(.serialized) struct InceptionV3Tests {
    static let size = 3 * 299 * 299

    static func weights(_ variant: InceptionVariant) -> TensorDictionary {
        SynthesizedWeights.make(for: InceptionV3.manifest(variant), seed: NetworkGolden.seed)
    }

    static func network(_ variant: InceptionVariant, _ precision: Precision = .float32) throws -> InceptionV3 {
        try InceptionV3(weights: weights(variant), named: "synthesized", variant: variant, precision: precision)
    }

    @Test(arguments: InceptionVariant.allCases) func manifestIsTheCheckpoints(variant: InceptionVariant) {
        let shapes = Dictionary(uniqueKeysWithValues: InceptionV3.manifest(variant).entries.map { ($0.name, $0.shape) })
        let scales = variant == .slim2016 ? 0 : 94
        #expect(shapes.count == 94 * 4 + scales)
        #expect(shapes["Conv2d_1a_3x3.conv.weight"] == [32, 3, 3, 3])
        #expect(shapes["Mixed_6c.branch7x7dbl_5.conv.weight"] == [192, 160, 1, 7])
        #expect(shapes["Mixed_7c.branch3x3dbl_3b.bn.running_var"] == [384])
        // torchvision's 27,161,264 parameters less AuxLogits (3,326,696) and fc (2,049,000), plus running means and variances.
        let count = shapes.values.map { $0.reduce(1, *) }.reduce(0, +)
        #expect(count == 21_785_568 + 34_432 - (variant == .slim2016 ? 17_216 : 0))
    }

    /// torchvision's and pytorch-fid's modules, and Keras's network for TF-slim's, in double precision.
    @Test(arguments: InceptionVariant.allCases) func agreesWithPyTorchOrKeras(variant: InceptionVariant) throws {
        let golden = try NetworkGolden.read(variant.rawValue)
        try #require(golden.wasMade(with: Self.weights(variant)))
        let rows = try Self.network(variant).makeSession().embed(NetworkGolden.pattern(2 * Self.size), count: 2)
        #expect(rows.rows == 2 && rows.columns == 2048)
        #expect(golden.relativeError(rows) < 1e-4)
    }

    @Test(.enabled(if: OneDNN.hasBFloat16)) func isNearPyTorchInBfloat16() throws {
        let rows = try Self.network(.tf2015, .bfloat16).makeSession().embed(NetworkGolden.pattern(2 * Self.size), count: 2)
        #expect(try NetworkGolden.read("tf2015").relativeError(rows) < 8e-2)
    }

    /// The variants differ in more than rounding on the same weights.
    @Test func variantsDiffer() throws {
        let golden = try NetworkGolden.read("tf2015")
        let weights = Self.weights(.tf2015)
        let network = try InceptionV3(weights: weights, named: "synthesized", variant: .torchvision, precision: .float32)
        #expect(golden.relativeError(try network.makeSession().embed(NetworkGolden.pattern(2 * Self.size), count: 2)) > 1e-2)
    }

    @Test func tableNamesEveryLayerAndDependsOnTheMachine() throws {
        let lines = try Self.network(.torchvision).algorithmTable.split(separator: "\n")
        #expect(lines.first == "inception-v3/torchvision" && lines.count == 95)
        #expect(lines[1] == "Conv2d_1a_3x3 direct float32")
        #expect(lines.contains("Conv2d_4a_3x3 winograd-tiles-2 float32"))
        #expect(lines.contains("Mixed_5b.branch3x3dbl_3 \(OneDNN.hasWinograd ? "winograd" : "winograd-tiles-2") float32"))
    }

    @Test func unusedPartsOfACheckpointArePassedOver() throws {
        var weights = Self.weights(.torchvision)
        weights.tensors["fc.weight"] = Tensor(shape: [1000, 2], values: [Float](repeating: 0, count: 2000))
        weights.tensors["AuxLogits.conv0.conv.weight"] = Tensor(shape: [1], values: [0])
        weights.tensors["Mixed_5b.branch1x1.bn.num_batches_tracked"] = Tensor(shape: [], values: [3])
        _ = try InceptionV3(weights: weights, named: "i.safetensors", variant: .torchvision, precision: .float32)
    }

    @Test func misspeltTensorIsRefusedByName() throws {
        var weights = Self.weights(.torchvision)
        weights.tensors["Mixed_5b.branch1x1.conv.wieght"] = weights.tensors.removeValue(forKey: "Mixed_5b.branch1x1.conv.weight")
        let error = #expect(throws: ExtractorError.self) {
            try InceptionV3(weights: weights, named: "i.safetensors", variant: .torchvision, precision: .float32)
        }
        let text = try #require(error?.description)
        #expect(text.contains("i.safetensors") && text.contains("Mixed_5b.branch1x1.conv.w"))
    }
}
