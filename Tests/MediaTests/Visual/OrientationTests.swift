@testable import Media
import Tensors
import Testing

@Suite struct OrientationTests {
    @Test(arguments: Golden.expected.turns.keys.sorted())
    func picturesAreTurnedAsTheFfmpegCommandTurnsThem(name: String) throws {
        let expected = try #require(Golden.expected.turns[name])
        let image = try #require(Decoded(.file(path: Golden.path(name))).images.first)
        try #require(image.width == expected.width && image.height == expected.height)
        for (index, colour) in expected.centres.enumerated() {
            let columns = expected.width / 8
            let seen = image.pixel(index % columns * 8 + 4, index / columns * 8 + 4)
            #expect(zip(seen, colour).allSatisfy { abs($0 - $1) <= 2 }, "square \(index): \(seen), expected \(colour)")
        }
    }

    /// A picture of 3 x 2 whose pixels are named 0...5, turned by `turns` and mirrored if that is 1.
    static let byHand: [(turns: Int, mirrored: Int, pixels: [UInt8])] = [
        (0, 0, [0, 1, 2, 3, 4, 5]), (1, 0, [3, 0, 4, 1, 5, 2]), (2, 0, [5, 4, 3, 2, 1, 0]), (3, 0, [2, 5, 1, 4, 0, 3]),
        (0, 1, [2, 1, 0, 5, 4, 3]), (1, 1, [0, 3, 1, 4, 2, 5]), (2, 1, [3, 4, 5, 0, 1, 2]), (3, 1, [5, 2, 4, 1, 3, 0]),
    ]

    @Test(arguments: byHand)
    func quarterTurnsByHand(turns: Int, mirrored: Int, expected: [UInt8]) {
        let source: [UInt8] = [0, 1, 2, 3, 4, 5].flatMap { [$0, $0 + 10, $0 + 20] }
        let orientation = Orientation(quarterTurns: turns, isMirrored: mirrored == 1)
        let image = orientation.applied(to: source, stride: 9, width: 3, height: 2)
        #expect(image.width == (turns % 2 == 0 ? 3 : 2))
        #expect(image.pixels == expected.flatMap { [$0, $0 + 10, $0 + 20] })
        let matrix = orientation.displayMatrix
        #expect(matrix.withUnsafeBytes { Orientation(displayMatrix: $0.baseAddress!) } == orientation)
    }
}
