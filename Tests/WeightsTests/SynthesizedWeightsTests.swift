import ArrayFiles
import Checkpoints
import Foundation
import Tensors
import Testing
import Weights

@Suite struct SynthesizedWeightsTests {
    private static let entries: [WeightManifest.Entry] = [
        .init(name: "stem.conv.weight", shape: [32, 3, 3, 3], role: .convolution),
        .init(name: "stem.bn.weight", shape: [32], role: .batchNormScale), .init(name: "stem.bn.bias", shape: [32], role: .batchNormShift),
        .init(name: "stem.bn.running_mean", shape: [32], role: .batchNormMean),
        .init(name: "stem.bn.running_var", shape: [32], role: .batchNormVariance),
        .init(name: "wide.conv.weight", shape: [96, 128, 7, 1], role: .convolution), .init(name: "wide.bias", shape: [96], role: .bias),
        .init(name: "point.conv.weight", shape: [64, 96, 1, 1], role: .convolution),
        .init(name: "dense.weight", shape: [100, 512], role: .dense),
    ]
    private let manifest = WeightManifest(network: "tiny", entries: entries)

    @Test func everyTensorIsThereAndFinite() throws {
        let weights = SynthesizedWeights.make(for: manifest, seed: 7)
        try manifest.check(weights, file: "synthesised")
        #expect(weights.metadata == ["aadml.synthesized": "true", "aadml.seed": "7", "aadml.network": "tiny"])
    }

    @Test func theSeedAloneDecidesAndTheOrderDoesNot() {
        let weights = SynthesizedWeights.make(for: manifest, seed: 7)
        #expect(weights == SynthesizedWeights.make(for: manifest, seed: 7))
        #expect(weights.tensors["wide.conv.weight"] != SynthesizedWeights.make(for: manifest, seed: 8).tensors["wide.conv.weight"])
        let fewer = WeightManifest(network: "tiny", entries: Self.entries.suffix(3).reversed())
        for (name, tensor) in SynthesizedWeights.make(for: fewer, seed: 7).tensors { #expect(weights.tensors[name] == tensor, "\(name)") }
    }

    /// He's variance, 2 / fan-in; smooth filters have less: 0.3 of it, and 0.7 times the sum of the squared window (0.172).
    @Test(arguments: [
        ("stem.conv.weight", 0.9...1.1), ("point.conv.weight", 0.9...1.1), ("dense.weight", 0.9...1.1),
        ("wide.conv.weight", 0.38...0.46),
    ]) func filtersHaveHesVariance(name: String, range: ClosedRange<Double>) throws {
        let tensor = try #require(SynthesizedWeights.make(for: manifest, seed: 7).tensors[name])
        let fanIn = Double(tensor.shape.dropFirst().reduce(1, *))
        let power = tensor.values.reduce(0) { $0 + Double($1) * Double($1) } / Double(tensor.values.count)
        #expect(range.contains(power * fanIn / 2), "\(power * fanIn / 2)")
    }

    /// A plain He filter of n weights sums to a normal of variance 2; the deeper layers give up half of the sum, dense ones 0.9.
    @Test(arguments: [
        ("stem.conv.weight", 0.5...1.7), ("wide.conv.weight", 0.15...0.4), ("point.conv.weight", 0.15...0.4),
        ("dense.weight", 0.005...0.02),
    ]) func filtersAnswerContrastMoreThanLevel(name: String, range: ClosedRange<Double>) throws {
        let tensor = try #require(SynthesizedWeights.make(for: manifest, seed: 7).tensors[name])
        let fanIn = tensor.shape.dropFirst().reduce(1, *)
        let sums = (0..<tensor.shape[0]).map { tensor.values[($0 * fanIn)..<(($0 + 1) * fanIn)].reduce(0) { $0 + Double($1) } }
        let power = sums.reduce(0) { $0 + $1 * $1 } / Double(sums.count)
        #expect(range.contains(power / 2), "\(power / 2)")
    }

    @Test func wideFiltersAreSmooth() throws {
        let tensor = try #require(SynthesizedWeights.make(for: manifest, seed: 7).tensors["wide.conv.weight"])
        var (neighbours, power) = (0.0, 0.0)
        for start in stride(from: 0, to: tensor.values.count, by: 7) {
            for tap in 2..<4 {
                neighbours += Double(tensor.values[start + tap]) * Double(tensor.values[start + tap + 1])
                power += pow(Double(tensor.values[start + tap]), 2)
            }
        }
        #expect(neighbours / power > 0.3)
    }

    @Test func batchNormalisationStaysNearItsExpectation() throws {
        let weights = SynthesizedWeights.make(for: manifest, seed: 7)
        #expect(try #require(weights.tensors["stem.bn.weight"]).values.allSatisfy { (0.9...1.1).contains($0) })
        #expect(try #require(weights.tensors["stem.bn.running_var"]).values.allSatisfy { (0.4...0.6).contains($0) })
        for name in ["stem.bn.bias", "stem.bn.running_mean", "wide.bias"] {
            #expect(try #require(weights.tensors[name]).values.allSatisfy { abs($0) < 0.15 })
        }
    }
}
