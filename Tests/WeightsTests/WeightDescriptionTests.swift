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
        let description = try WeightDescription(ofFile: path, manifests: [other, manifest, twin], conventions: [])
        #expect(description.networks == ["tiny", "tiny/other"])
        #expect(description.tensorCount == 2 && description.parameterCount == 8)
        #expect(description.isSynthesized && description.metadata["source"] == "here")
        #expect(description.digest.count == 64)
        #expect(try description.size == FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        weights.metadata = [:]
        try Safetensors.write(weights, to: path)
        let bare = try WeightDescription(ofFile: path, manifests: [], conventions: [])
        #expect(!bare.isSynthesized && bare.networks.isEmpty && bare.digest != description.digest)
    }

    /// Under the names a network was published with, behind a wrapper's name, in a file that is no safetensors.
    @Test func publishedFilesAreDescribed() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../CheckpointsTests/Golden/weights_checkpoint.pth").path
        func convention(_ network: String, _ shape: [Int]) -> WeightConvention {
            let manifest = WeightManifest(network: network, entries: [.init(name: "w", shape: shape, role: .bias)])
            return WeightConvention(name: network, manifest: manifest, entries: [.init("a", "w")])
        }
        let description = try WeightDescription(
            ofFile: file, manifests: [manifest], conventions: [convention("fits", [2, 3, 4]), convention("other", [2, 3, 5])])
        #expect(description.format == .pyTorchZip && description.networks == ["fits"])
        #expect(description.tensorCount == 2 && description.parameterCount == 48 && !description.isSynthesized)
    }

    @Test(arguments: [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 288595107\n", "a Git LFS pointer", "git lfs pull"),
        ("\n<!DOCTYPE html><html><head><title>Quota exceeded</title>", "a web page", "download the file again"),
    ])
    func whatLiesInPlaceOfAFileIsNamed(content: String, found: String, advice: String) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: TensorFileError.self) { try WeightDescription(ofFile: path, manifests: [manifest], conventions: []) }
        #expect("\(error)".contains(found) && "\(error)".contains(advice), "\(error)")
    }

    @Test func whatIsNoWeightFileIsNamed() throws {
        #expect(throws: TensorFileError.inaccessible(file: path, reason: "cannot be opened: No such file or directory")) {
            try WeightDescription(ofFile: path, manifests: [manifest], conventions: [])
        }
    }
}
