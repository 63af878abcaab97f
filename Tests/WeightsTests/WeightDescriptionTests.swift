import ArrayFiles
import Checkpoints
import Foundation
import Testing
import Weights

@Suite struct WeightDescriptionTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("weights-\(UUID().uuidString)").path
    private let manifest = WeightManifest(network: "tiny", entries: [
        .init(name: "a.weight", shape: [2, 3], role: .dense), .init(name: "a.bias", shape: [2], role: .bias),
    ])

    @Test func aFileTellsWhatItIs() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var weights = SynthesizedWeights.make(for: manifest, seed: 1)
        weights.metadata["source"] = "here"
        try Safetensors.write(weights, to: path)
        let twin = WeightManifest(network: "tiny/other", entries: manifest.entries)
        let other = WeightManifest(network: "large", entries: manifest.entries + [.init(name: "b", shape: [1], role: .bias)])
        let description = try WeightDescription(ofFile: path, manifests: [other, manifest, twin])
        #expect(description.networks == ["tiny", "tiny/other"])
        #expect(description.tensorCount == 2 && description.parameterCount == 8)
        #expect(description.isSynthesized && description.metadata["source"] == "here")
        #expect(description.digest.count == 64)
        #expect(try description.size == FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        weights.metadata = [:]
        try Safetensors.write(weights, to: path)
        let bare = try WeightDescription(ofFile: path, manifests: [])
        #expect(!bare.isSynthesized && bare.networks.isEmpty && bare.digest != description.digest)
    }

    @Test func whatIsNoWeightFileIsNamed() throws {
        #expect(throws: TensorFileError.inaccessible(file: path, reason: "cannot be opened: No such file or directory")) {
            try WeightDescription(ofFile: path, manifests: [manifest])
        }
    }
}
