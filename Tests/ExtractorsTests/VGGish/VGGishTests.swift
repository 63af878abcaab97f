import ArrayFiles
import Checkpoints
import Extractors
import Kernels
import Tensors
import Testing
import Weights

@Suite(.serialized) struct VGGishTests {
    static let weights = SynthesizedWeights.make(for: VGGish.manifest(), seed: NetworkGolden.seed)
    static let size = 96 * 64
    /// Those this machine computes: without AVX-512 oneDNN refuses bfloat16.
    static let precisions = Precision.allCases.filter { $0 == .float32 || OneDNN.hasBFloat16 }

    @Test func manifestIsTheCheckpoints() {
        let shapes = Dictionary(uniqueKeysWithValues: VGGish.manifest().entries.map { ($0.name, $0.shape) })
        #expect(shapes.count == 18)
        #expect(shapes["features.0.weight"] == [64, 1, 3, 3])
        #expect(shapes["features.13.weight"] == [512, 512, 3, 3])
        #expect(shapes["embeddings.0.weight"] == [4096, 12_288])
        #expect(shapes["embeddings.4.bias"] == [128])
        let count = shapes.values.map { $0.reduce(1, *) }.reduce(0, +)
        #expect(count == 72_141_184)
    }

    /// torchvggish's architecture in double precision.
    @Test(arguments: precisions) func agreesWithTorchvggish(precision: Precision) throws {
        let golden = try NetworkGolden.read("vggish")
        try #require(golden.wasMade(with: Self.weights))
        let network = try VGGish(weights: Self.weights, named: "synthesized", precision: precision)
        let rows = try network.makeSession().embed(NetworkGolden.pattern(2 * Self.size), count: 2)
        #expect(rows.rows == 2 && rows.columns == 128)
        #expect(golden.relativeError(rows) < (precision == .float32 ? 1e-4 : 3e-2))
    }

    /// torchvggish without its last ReLU, in double precision; with it the features are the usual ones to the bit.
    @Test func theTapBeforeTheReLUAgreesWithTorchvggish() throws {
        let golden = try NetworkGolden.read("vggish-pre-activation")
        try #require(golden.wasMade(with: Self.weights))
        let examples = NetworkGolden.pattern(2 * Self.size)
        let network = try VGGish(weights: Self.weights, named: "synthesized", tap: .preActivation, precision: .float32)
        let rows = try network.makeSession().embed(examples, count: 2)
        #expect(golden.relativeError(rows) < 1e-4)
        #expect(rows.values.contains { $0 < 0 })
        let usual = try VGGish(weights: Self.weights, named: "synthesized", precision: .float32)
        #expect(try usual.makeSession().embed(examples, count: 2).values == rows.values.map { max(0, $0) })
    }

    /// An example alone, in every slot and among other neighbours, in one session or another: one row, bit for bit.
    @Test(arguments: precisions) func aRowsBitsAreItsOwn(precision: Precision) throws {
        let network = try VGGish(weights: Self.weights, named: "synthesized", precision: precision)
        let example = NetworkGolden.pattern(Self.size)
        let alone = try network.makeSession().embed(example, count: 1)
        let session = try network.makeSession()
        let count = 12
        for slot in 0..<count {
            var examples = NetworkGolden.pattern(count * Self.size, first: 900_001 + slot * 77)
            examples.replaceSubrange((slot * Self.size)..<((slot + 1) * Self.size), with: example)
            #expect(try session.embed(examples, count: count).row(slot) == alone.row(0), "slot \(slot)")
        }
        #expect(try session.embed(example, count: 1) == alone)
    }

    @Test func tableNamesEveryLayerOnce() {
        let lines = VGGish.algorithmTable(.bfloat16).split(separator: "\n")
        #expect(lines.first == "vggish, convolutions in groups of 10, dense layers in batches of 10")
        #expect(lines.dropFirst().map { $0.prefix { $0 != " " } } == [
            "features.0", "features.3", "features.6", "features.8", "features.11", "features.13",
            "embeddings.0", "embeddings.2", "embeddings.4",
        ])
        #expect(lines.suffix(3).allSatisfy { $0.hasSuffix(" direct bfloat16") })
        #expect(lines[1].hasSuffix(OneDNN.hasMatrixUnit ? " direct bfloat16" : " direct float32"))
    }

    @Test func missingTensorIsRefusedByName() throws {
        var weights = Self.weights
        weights.tensors["features.8.bias"] = nil
        let error = #expect(throws: ExtractorError.self) { try VGGish(weights: weights, named: "v.safetensors", precision: .float32) }
        let text = try #require(error?.description)
        #expect(text.contains("v.safetensors") && text.contains("features.8.bias"))
    }

    @Test func wrongShapeIsRefusedByName() throws {
        var weights = Self.weights
        weights.tensors["embeddings.4.bias"] = Tensor(shape: [64], values: [Float](repeating: 0, count: 64))
        let error = #expect(throws: ExtractorError.self) { try VGGish(weights: weights, named: "v.safetensors", precision: .float32) }
        let text = try #require(error?.description)
        #expect(text.contains("embeddings.4.bias") && text.contains("128") && text.contains("64"))
    }
}
