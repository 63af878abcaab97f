import Clips
import Media
import Tensors
import Testing

@Suite struct ColourTests {
    /// Flat patches of known codes; the expected RGB is the standards' formula, not another decoder's.
    @Test(arguments: Golden.expected.colours.keys.sorted())
    func everyPixelFormatMatrixAndRangeIsWithinTwoLevels(name: String) throws {
        let decoded = try Decoded(.file(path: Golden.path(name)))
        let image = try #require(decoded.images.first)
        let expected = try #require(Golden.expected.colours[name])
        for (patch, colour) in expected.enumerated() {
            let seen = image.pixel(patch * 16 + 8, image.height / 2)
            for channel in 0..<3 {
                #expect(abs(seen[channel] - colour[channel]) <= 2, "patch \(patch): \(seen), expected \(colour)")
            }
        }
        #expect(decoded.summary.audio == .absent)
        #expect(decoded.summary.reason(.audio) == .noAudio)
    }
}
