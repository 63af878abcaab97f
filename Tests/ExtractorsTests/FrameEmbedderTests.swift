import Clips
import Extractors
import Tensors
import Testing

@Suite(.serialized) struct FrameEmbedderTests {
    static func frame(_ number: Int) -> RGBImage {
        let pixels = (0..<(64 * 48 * 3)).map { UInt8(truncatingIfNeeded: ($0 / 3 % 64) * (number + 1) + $0 % 3 * 50) }
        return RGBImage(width: 64, height: 48, pixels: pixels)
    }

    /// More frames than pass at once, and a second clip in the same embedder.
    @Test(arguments: InceptionVariant.allCases) func rowsAreThoseOfThePicturesOneByOne(variant: InceptionVariant) throws {
        let network = try InceptionV3Tests.network(variant)
        let embedder = try FrameEmbedder<String>(network: network, framesPerSecond: 2)
        for number in 0..<9 { try embedder.append(Self.frame(number)) }
        try embedder.finish("first")
        let finished = embedder.takeFinished()
        #expect(finished.map(\.clip) == ["first"])
        let first = try #require(finished.first).rows
        #expect(first.rows.rows == 9)
        #expect(first.times.last == Interval(start: 4, end: 4.5))
        #expect(Set((0..<9).map { Array(first.rows.row($0)) }).count == 9)

        try embedder.append(Self.frame(8))
        try embedder.finish("second")
        let second = try #require(embedder.takeFinished().first).rows
        #expect(second.rows.row(0) == first.rows.row(8))

        var preprocess = ImagePreprocessor(variant.recipe)
        var planes = [Float](repeating: 0, count: InceptionV3Tests.size)
        planes.withUnsafeMutableBufferPointer { preprocess(Self.frame(8), into: $0) }
        #expect(try network.makeSession().embed(planes, count: 1).row(0) == second.rows.row(0))
    }

    @Test func aClipWithoutFramesHasNoRows() throws {
        let embedder = try FrameEmbedder<String>(network: InceptionV3Tests.network(.torchvision), framesPerSecond: 1)
        try embedder.finish("empty")
        #expect(embedder.takeFinished().map(\.rows.times) == [[]])
    }

    @Test func impossibleRateIsRefused() throws {
        let network = try InceptionV3Tests.network(.torchvision)
        for rate in [0, -1, .infinity, .nan] {
            #expect(throws: ExtractorError.self) { try FrameEmbedder<String>(network: network, framesPerSecond: rate) }
        }
    }
}
