import ArrayFiles
import Checkpoints
import Digests
import Extractors
import Tensors
import Testing
@testable import Weights

@Suite struct ImportedWeightsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// Two variants of one network with the same names, told apart by a classifier that neither uses.
    private static func variant(_ name: String, classes: Int) -> WeightConvention {
        let entries = [WeightManifest.Entry(name: "a.weight", shape: [2, 3], role: .dense), .init(name: "a.bias", shape: [2], role: .bias)]
        return WeightConvention(
            name: name, manifest: WeightManifest(network: "small/\(name)", entries: entries), ignored: ["fc."], marks: ["fc.weight": [classes, 2]])
    }

    private let conventions = [variant("first", classes: 3), variant("second", classes: 5)]

    private func weights(classes: Int?, prefix: String = "", dropping dropped: String? = nil) -> TensorDictionary {
        var weights = TensorDictionary(tensors: [
            prefix + "a.weight": Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]), prefix + "a.bias": Tensor(shape: [2], values: [7, 8]),
        ])
        if let classes { weights.tensors[prefix + "fc.weight"] = Tensor(shape: [classes, 2], values: [Float](repeating: 0, count: 2 * classes)) }
        if let dropped { weights.tensors[dropped] = nil }
        return weights
    }

    private func file(_ weights: TensorDictionary) throws -> String {
        let path = scratch.path("source.safetensors")
        try Safetensors.write(weights, to: path)
        return path
    }

    @Test(arguments: [(3, "small/first"), (5, "small/second")]) func theVariantIsRecognised(classes: Int, network: String) throws {
        let source = try file(weights(classes: classes))
        let imported = try ImportedWeights(file: source, conventions: conventions)
        try imported.write(to: scratch.path("out.safetensors"))
        let written = try Safetensors.read(scratch.path("out.safetensors"))
        #expect(written.names == ["a.bias", "a.weight"])
        #expect(written.tensors["a.weight"]?.values == [1, 2, 3, 4, 5, 6])
        #expect(written.metadata == [
            "aadml.network": network, "aadml.source.sha256": try SHA256.hex(ofFile: source), "aadml.source.format": "safetensors",
            "aadml.source.names": String(network.dropFirst(6)),
        ])
    }

    @Test func withoutAMarkTheVariantMustBeSaid() throws {
        let source = try file(weights(classes: nil))
        #expect(throws: WeightImportError.ambiguousVariant(file: source, variants: ["small/first", "small/second"])) {
            try ImportedWeights(file: source, conventions: conventions)
        }
        #expect(try ImportedWeights(file: source, conventions: [conventions[1]]).convention.name == "second")
    }

    @Test func aVariantThatIsSaidWronglyIsRefused() throws {
        let source = try file(weights(classes: 5))
        let error = try #require(throws: WeightImportError.self) { try ImportedWeights(file: source, conventions: [conventions[0]]) }
        #expect("\(error)".contains("not the weights of small/first: 'fc.weight' has shape [5, 2], there it is [3, 2]"), "\(error)")
    }

    @Test func aWrapperInFrontOfTheNamesIsFound() throws {
        let imported = try ImportedWeights(file: file(weights(classes: 3, prefix: "state_dict.module.")), conventions: conventions)
        #expect(imported.prefix == "state_dict.module." && imported.weights.names == ["a.bias", "a.weight"])
    }

    @Test func whatIsMissingOrExtraIsNamedWithTheNearest() throws {
        var changed = weights(classes: 3, dropping: "a.bias")
        changed.tensors["a.biases"] = Tensor(shape: [2], values: [0, 0])
        let source = try file(changed)
        let error = try #require(throws: TensorFileError.self) { try ImportedWeights(file: source, conventions: conventions) }
        #expect("\(error)".contains("missing 'a.bias' [2] (the file has 'a.biases')") && "\(error)".contains("unexpected 'a.biases'"), "\(error)")
    }

    @Test func randomWeightsStayMarked() throws {
        var source = weights(classes: 3)
        source.metadata = [SynthesizedWeights.markKey: "true", SynthesizedWeights.seedKey: "7"]
        let imported = try ImportedWeights(file: file(source), conventions: conventions)
        #expect(imported.weights.metadata[SynthesizedWeights.markKey] == "true")
    }

    @Test func aWeightFileIsNotUsedInAnotherVariant() throws {
        let (first, second) = (conventions[0].manifest, conventions[1].manifest)
        let imported = try ImportedWeights(file: file(weights(classes: 3)), conventions: conventions).weights
        try imported.checkNetwork(first, file: "x")
        try TensorDictionary().checkNetwork(first, file: "x")
        #expect(throws: WeightImportError.otherVariant(file: "x", asked: "small/second", evidence: "the file says that it is for small/first")) {
            try imported.checkNetwork(second, file: "x")
        }
    }

    /// The frozen graph's constants that are no weights, as far as their names are known.
    @Test func thePlumbingOfTheGraphIsNoSurplus() throws {
        let convention = try #require(InceptionV3.conventions.first { $0.name == "tensorflow-2015" })
        for name in ["softmax/weights", "softmax/biases", "pool_3/_reshape/shape", "mixed_10/join/concat_dim", "ExpandDims/dim", "ResizeBilinear/size", "Sub/y", "Mul/y"] {
            #expect(convention.ignored.contains { name.hasPrefix($0) || name.hasSuffix($0) }, "\(name)")
        }
        for entry in convention.entries { #expect(!convention.ignored.contains { entry.source.hasPrefix($0) || entry.source.hasSuffix($0) }) }
    }
}
