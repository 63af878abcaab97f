import ArrayFiles
import Checkpoints
import Tensors
import Testing

@Suite struct WeightManifestTests {
    private let manifest = WeightManifest(
        network: "tiny",
        entries: [
            .init(name: "stem.conv.weight", shape: [2, 3, 1, 1], role: .convolution),
            .init(name: "stem.bn.weight", shape: [2], role: .batchNormScale), .init(name: "stem.bn.bias", shape: [2], role: .batchNormShift),
        ], ignored: ["fc.", "num_batches_tracked"])

    private var good: TensorDictionary {
        TensorDictionary(
            tensors: [
                "stem.conv.weight": Tensor(shape: [2, 3, 1, 1], values: .init(repeating: 1, count: 6)),
                "stem.bn.weight": Tensor(shape: [2], values: [1, 1]), "stem.bn.bias": Tensor(shape: [2], values: [0, 0]),
                "fc.weight": Tensor(shape: [1], values: [.nan]),
            ], integers: ["stem.bn.num_batches_tracked": IntegerTensor(shape: [], values: [0])])
    }

    @Test func theRightTensorsPassWhateverIsIgnoredBesides() throws { try manifest.check(good, file: "w") }

    @Test func everythingThatDiffersIsInOneError() throws {
        var weights = good
        weights.tensors["stem.conv.weight"] = Tensor(shape: [2, 3], values: .init(repeating: 1, count: 6))
        weights.tensors["stem.bn.weight"] = nil
        weights.tensors["stem.bn.wieght"] = Tensor(shape: [2], values: [1, 1])
        weights.tensors["stem.bn.bias"] = Tensor(shape: [2], values: [.nan, 0])
        weights.integers["extra"] = IntegerTensor(shape: [1], values: [1])
        let error = try #require(throws: TensorFileError.self) { try manifest.check(weights, file: "w.safetensors") }
        #expect("\(error)" == """
            w.safetensors: these are not the weights of tiny: 1 missing, 1 of a wrong shape, 2 unexpected: \
            missing 'stem.bn.weight' [2] (the file has 'stem.bn.wieght'); 'stem.conv.weight' has shape [2, 3], expected [2, 3, 1, 1]; \
            unexpected 'extra'; unexpected 'stem.bn.wieght'; 'stem.bn.bias' has values that are not finite
            """)
    }

    @Test func aLongListIsCutAtTen() throws {
        let entries = (0..<25).map { WeightManifest.Entry(name: "layer\($0)", shape: [1], role: .bias) }
        let error = try #require(throws: TensorFileError.self) {
            try WeightManifest(network: "n", entries: entries).check(TensorDictionary(), file: "w")
        }
        guard case .weights("w", "n", let mismatch) = error else { Issue.record("\(error)"); return }
        #expect(mismatch.missing.count == 25)
        #expect("\(error)".contains("'layer9'") && !"\(error)".contains("'layer10'") && "\(error)".hasSuffix("; and 15 more"))
    }
}
