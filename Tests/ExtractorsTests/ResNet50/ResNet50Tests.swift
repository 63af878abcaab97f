import ArrayFiles
import Checkpoints
import Extractors
import Foundation
import Kernels
import Tensors
import Testing
@testable import Weights

/// What Tests/References/networks_resnet50.py wrote beside the rows of `NetworkGolden`.
private struct VariantGolden: Decodable {
    struct Published: Decodable {
        let address: String
        /// Every 8th number of the embeddings of the pictures.
        let rows: [[Double]]
    }

    /// Width and height.
    let pictures: [[Int]]
    let variants: [String: Published]

    static func read() throws -> VariantGolden {
        try JSONDecoder().decode(VariantGolden.self, from: goldenFile("embeddings-resnet-50.json"))
    }
}

@Suite(.serialized) struct ResNet50Tests {
    static let size = 3 * 224 * 224
    static let weights = SynthesizedWeights.make(for: ResNet50.manifest(.imageNet1KV1), seed: NetworkGolden.seed)

    static func network(_ variant: ResNet50Variant = .imageNet1KV1, _ precision: Precision = .float32) throws -> ResNet50 {
        try ResNet50(weights: weights, named: "synthesized", variant: variant, precision: precision)
    }

    @Test(arguments: ResNet50Variant.allCases) func manifestIsTorchvisionsStateDictionary(variant: ResNet50Variant) throws {
        let published = try JSONDecoder().decode([String: [Int]].self, from: goldenFile("resnet-50-names.json"))
        let used = published.filter { !$0.key.hasPrefix("fc.") && !$0.key.hasSuffix("num_batches_tracked") }
        let manifest = ResNet50.manifest(variant)
        #expect(Dictionary(uniqueKeysWithValues: manifest.entries.map { ($0.name, $0.shape) }) == used)
        #expect(used.count == 53 * 5)
        #expect(manifest.network == "resnet-50/\(variant.rawValue)" && manifest.network == ResNet50.name(variant))
    }

    /// torchvision's module in double precision.
    @Test func agreesWithPyTorch() throws {
        let golden = try NetworkGolden.read("resnet-50")
        try #require(golden.wasMade(with: Self.weights))
        let rows = try Self.network().makeSession().embed(NetworkGolden.pattern(2 * Self.size), count: 2)
        #expect(rows.rows == 2 && rows.columns == ResNet50.embeddingWidth)
        #expect(golden.relativeError(rows) < 1e-4)
    }

    @Test(.enabled(if: OneDNN.hasBFloat16)) func isNearPyTorchInBfloat16() throws {
        let rows = try Self.network(.imageNet1KV1, .bfloat16).makeSession().embed(NetworkGolden.pattern(2 * Self.size), count: 2)
        #expect(try NetworkGolden.read("resnet-50").relativeError(rows) < 4e-2)
    }

    /// From pictures to embeddings, prepared as each of the published weights wants them.
    @Test(arguments: ResNet50Variant.allCases) func picturesAgreeWithTorchvision(variant: ResNet50Variant) throws {
        let golden = try VariantGolden.read()
        let published = try #require(golden.variants[variant.rawValue])
        var preprocess = ImagePreprocessor(variant.recipe)
        var planes = [Float](repeating: .nan, count: golden.pictures.count * variant.recipe.valueCount)
        planes.withUnsafeMutableBufferPointer { planes in
            for (index, size) in golden.pictures.enumerated() {
                let range = (index * variant.recipe.valueCount)..<((index + 1) * variant.recipe.valueCount)
                preprocess(picture(width: size[0], height: size[1]), into: UnsafeMutableBufferPointer(rebasing: planes[range]))
            }
        }
        let rows = try Self.network(variant).makeSession().embed(planes, count: golden.pictures.count)
        let sampled = (0..<rows.rows).flatMap { row in stride(from: 0, to: rows.columns, by: 8).map { rows[row, $0] } }
        let found = Matrix(rows: rows.rows, columns: rows.columns / 8, values: sampled)
        #expect(published.rows.count == golden.pictures.count)
        #expect(NetworkGolden.relativeError(found, published.rows) < 1e-4)
    }

    /// The two resizes give features that differ in more than rounding.
    @Test func variantsDiffer() throws {
        let variants = try VariantGolden.read().variants
        let (first, second) = (try #require(variants["imagenet1k-v1"]), try #require(variants["imagenet1k-v2"]))
        let matrix = Matrix(first.rows.map { $0.map { Float($0) } })
        #expect(NetworkGolden.relativeError(matrix, second.rows) > 1e-2)
    }

    @Test func tableNamesEveryLayer() throws {
        let table = try Self.network(.imageNet1KV2).algorithmTable
        #expect(table == ResNet50.algorithmTable(.imageNet1KV2, .float32))
        let lines = table.split(separator: "\n")
        #expect(lines.first == "resnet-50/imagenet1k-v2" && lines.count == 54)
        #expect(lines[1] == "conv1 direct float32")
        #expect(lines.contains("layer1.0.conv2 winograd-tiles-2 float32"))
        #expect(lines.contains("layer2.0.conv2 direct float32") && lines.contains("layer2.0.downsample.0 direct float32"))
        #expect(!ResNet50.algorithmTable(.imageNet1KV1, .bfloat16).contains("tiles"))
    }

    @Test func theClassifierOfACheckpointIsPassedOver() throws {
        var weights = Self.weights
        weights.tensors["fc.weight"] = Tensor(shape: [365, 2], values: [Float](repeating: 0, count: 730))
        weights.tensors["bn1.num_batches_tracked"] = Tensor(shape: [], values: [3])
        _ = try ResNet50(weights: weights, named: "r.safetensors", variant: .imageNet1KV1, precision: .float32)
    }

    @Test func misspeltTensorIsRefusedByName() throws {
        var weights = Self.weights
        weights.tensors["layer2.0.downsample.1.wieght"] = weights.tensors.removeValue(forKey: "layer2.0.downsample.1.weight")
        let error = #expect(throws: ExtractorError.self) {
            try ResNet50(weights: weights, named: "r.safetensors", variant: .imageNet1KV1, precision: .float32)
        }
        let text = try #require(error?.description)
        #expect(text.contains("r.safetensors") && text.contains("layer2.0.downsample.1.w"))
    }

    /// A file of torchvision does not tell the variant: whoever imports it has to.
    @Test func importNeedsTheVariant() throws {
        let file = "resnet50-11ad3fa6.pth"
        #expect(throws: WeightImportError.ambiguousVariant(file: file, variants: ["resnet-50/imagenet1k-v1", "resnet-50/imagenet1k-v2"])) {
            try RecognisedConvention.find(for: Self.weights, among: ResNet50.conventions, file: file)
        }
        for variant in ResNet50Variant.allCases {
            let asked = ResNet50.conventions.filter { $0.manifest.network == ResNet50.name(variant) }
            let found = try RecognisedConvention.find(for: Self.weights, among: asked, file: file)
            #expect(found.convention.manifest == ResNet50.manifest(variant))
            #expect(try found.convention.convert(Self.weights, file: file).tensors == Self.weights.tensors)
        }
    }

    /// torchvision writes the first digits of the digest into the name.
    @Test(arguments: ResNet50Variant.allCases) func publishedFilesAreTorchvisions(variant: ResNet50Variant) throws {
        let published = try #require(try VariantGolden.read().variants[variant.rawValue])
        #expect(variant.publishedFile.address == published.address)
        #expect(published.address.hasSuffix("-\(variant.publishedFile.digestPrefix).pth"))
    }
}
