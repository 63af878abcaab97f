@testable import Extractors
import Foundation
import Tensors
import Testing

/// Golden pixels: Tests/References/preprocessing_pictures.py, preprocessing_slim.py and preprocessing_imagenet.py.
@Suite struct ImagePreprocessorTests {
    static let recipes: [ImagePreprocessor.Recipe] = [.torchvision, .tensorFlow2015, .tensorFlowSlim, .imageNet1KV1, .imageNet1KV2]
    private let golden: PictureGolden

    init() throws {
        golden = try JSONDecoder().decode(PictureGolden.self, from: goldenFile("preprocessing_pictures.json"))
    }

    @Test func torchvisionPixelsAreThoseOfPillowToTheBit() {
        for item in golden.cases {
            let planes = process(picture(width: item.width, height: item.height), .torchvision)
            let pixels = planes.map { UInt8((($0 * 0.5 + 0.5) * 255).rounded()) }
            let scaled = pixels.map { (Float($0) / 255 - 0.5) / 0.5 }
            #expect(planes == scaled, "\(item.width) x \(item.height): values between the 256 levels")
            #expect(sampled(pixels, step: golden.step) == item.torchvision.samples.map { UInt8($0) }, "\(item.width) x \(item.height)")
            #expect(fnv1a(pixels) == item.torchvision.digest, "\(item.width) x \(item.height)")
        }
    }

    @Test func tensorFlowPixelsAreThoseOfResizeBilinearToTheBit() {
        for item in golden.cases {
            let planes = process(picture(width: item.width, height: item.height), .tensorFlow2015)
            #expect(sampled(planes, step: golden.step) == item.tensorflow2015.samples.map { Float($0) }, "\(item.width) x \(item.height)")
            #expect(fnv1a(bytes(of: planes)) == item.tensorflow2015.digest, "\(item.width) x \(item.height)")
        }
    }

    @Test func slimPixelsAreThoseOfTensorFlowToTheBit() throws {
        let golden = try JSONDecoder().decode(SlimGolden.self, from: goldenFile("preprocessing_slim.json"))
        for item in golden.cases {
            let planes = process(picture(width: item.width, height: item.height), .tensorFlowSlim)
            #expect(sampled(planes, step: self.golden.step) == item.samples.map { Float($0) }, "\(item.width) x \(item.height)")
            #expect(fnv1a(bytes(of: planes)) == item.digest, "\(item.width) x \(item.height)")
        }
    }

    /// torchvision's own transforms of both published weights.
    @Test func imageNetValuesAreThoseOfTorchvisionToTheBit() throws {
        let golden = try JSONDecoder().decode(ImageNetGolden.self, from: goldenFile("preprocessing_imagenet.json"))
        #expect(golden.cases.count == self.golden.cases.count)
        for item in golden.cases {
            let image = picture(width: item.width, height: item.height)
            for (recipe, expected) in [(ImagePreprocessor.Recipe.imageNet1KV1, item.v1), (.imageNet1KV2, item.v2)] {
                let planes = process(image, recipe)
                #expect(planes.count == 3 * 224 * 224)
                #expect(sampled(planes, step: golden.step) == expected.samples.map { Float($0) }, "\(item.width) x \(item.height)")
                #expect(fnv1a(bytes(of: planes)) == expected.digest, "\(recipe), \(item.width) x \(item.height)")
            }
        }
    }

    @Test(arguments: recipes)
    func oneForManySizesGivesWhatOneForEachGives(recipe: ImagePreprocessor.Recipe) {
        var shared = ImagePreprocessor(recipe)
        for (width, height) in [(64, 48), (48, 64), (64, 48), (64, 49)] {
            let image = picture(width: width, height: height)
            var planes = [Float](repeating: .nan, count: recipe.valueCount)
            planes.withUnsafeMutableBufferPointer { shared(image, into: $0) }
            #expect(planes == process(image, recipe))
        }
    }

    @Test(arguments: recipes)
    func aPlainColourStaysPlainAndChannelsStayApart(recipe: ImagePreprocessor.Recipe) {
        let pixels = [[UInt8]](repeating: [255, 128, 0], count: 37 * 53).flatMap(\.self)
        let planes = process(RGBImage(width: 37, height: 53, pixels: pixels), recipe)
        for (channel, level) in [Float(255), 128, 0].enumerated() {
            let expected = switch recipe {
            case .torchvision: (level / 255 - 0.5) / 0.5
            case .tensorFlow2015: (level - 128) / 128
            case .tensorFlowSlim: (level * (1 / 255) - 0.5) * 2
            case .imageNet1KV1, .imageNet1KV2: (level / 255 - [0.485, 0.456, 0.406][channel]) / [0.229, 0.224, 0.225][channel]
            }
            let area = recipe.side * recipe.side
            #expect(planes[(channel * area)..<((channel + 1) * area)].allSatisfy { $0 == expected })
        }
    }

    private func bytes(of values: [Float]) -> [UInt8] {
        values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }

    private func process(_ image: RGBImage, _ recipe: ImagePreprocessor.Recipe) -> [Float] {
        var preprocessor = ImagePreprocessor(recipe)
        var planes = [Float](repeating: .nan, count: recipe.valueCount)
        planes.withUnsafeMutableBufferPointer { preprocessor(image, into: $0) }
        return planes
    }

    /// The pixels that a golden file lists: every `step`th of every `step`th row.
    private func sampled<Value>(_ planes: [Value], step: Int) -> [Value] {
        let side = Int(Double(planes.count / 3).squareRoot())
        return (0..<3).flatMap { channel in
            stride(from: 0, to: side, by: step).flatMap { row in
                stride(from: 0, to: side, by: step).map { planes[(channel * side + row) * side + $0] }
            }
        }
    }
}

private struct PictureGolden: Decodable {
    struct Pixels: Decodable {
        let digest: String
        let samples: [Double]
    }

    struct Case: Decodable {
        let width: Int
        let height: Int
        let torchvision: Pixels
        let tensorflow2015: Pixels
    }

    let step: Int
    let cases: [Case]
}

private struct ImageNetGolden: Decodable {
    struct Values: Decodable {
        let digest: String
        let samples: [Double]
    }

    struct Case: Decodable {
        let width: Int
        let height: Int
        let v1: Values
        let v2: Values
    }

    let step: Int
    let cases: [Case]
}

private struct SlimGolden: Decodable {
    struct Case: Decodable {
        let width: Int
        let height: Int
        let digest: String
        let samples: [Double]
    }

    let cases: [Case]
}

/// The reference script's picture.
func picture(width: Int, height: Int) -> RGBImage {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<3 {
                let smooth = x * 3 + y * 5 + c * 71
                let waves = (x * x + 2 * y * y) >> 5
                let noise = (((x * 7919 + y * 104729 + c * 1299709) * 31) >> 3) & 63
                pixels.append(UInt8(((smooth ^ waves) + noise) & 255))
            }
        }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
}

private func fnv1a(_ bytes: [UInt8]) -> String {
    let digits = String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
