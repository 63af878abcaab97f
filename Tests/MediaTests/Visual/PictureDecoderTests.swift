import Media
import Tensors
import Testing

@Suite struct PictureDecoderTests {
    private func noise(_ width: Int, _ height: Int) -> RGBImage {
        var generator = SeededGenerator(seed: UInt64(width * 1000 + height))
        return RGBImage(width: width, height: height, pixels: (0..<(width * height * 3)).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    }

    /// Widths that are no multiple of what libswscale and the encoder work in.
    @Test(arguments: [(1, 1), (7, 3), (33, 17), (320, 240), (641, 480)])
    func everyPixelOfAPNGComesBack(width: Int, height: Int) throws {
        let image = noise(width, height)
        let file = try PNGEncoder.encode(image)
        #expect(file.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(try PictureDecoder(.png, named: "test").decode(file) == image)
        #expect(try PNGEncoder.encode(image) == file)
    }

    @Test func aDecoderTakesPicturesOfAnySizeOneAfterTheOther() throws {
        let decoder = try PictureDecoder(.png, named: "test")
        for (width, height) in [(8, 8), (50, 20), (8, 8)] {
            #expect(try decoder.decode(try PNGEncoder.encode(noise(width, height))) == noise(width, height))
        }
        let dark = RGBImage.flat(8, 8, [9, 8, 7])
        for _ in 0..<2 { #expect(try decoder.decode(try PNGEncoder.encode(dark)) == dark) }
    }

    @Test func coloursOfAJPEGComeBackNearly() throws {
        for colour in [[255, 0, 0], [0, 255, 0], [40, 120, 200]] as [[UInt8]] {
            let image = try PictureDecoder(.jpeg, named: "test").decode(try JPEGEncoder.encode(.flat(31, 17, colour), quality: 95))
            #expect(image.width == 31 && image.height == 17)
            #expect(zip(image.pixels.prefix(3), colour).allSatisfy { abs(Int($0) - Int($1)) <= 3 }, "\(image.pixels.prefix(3)) for \(colour)")
        }
    }

    @Test func whatIsNoPictureIsAnErrorAndTheDecoderGoesOn() throws {
        let file = try PNGEncoder.encode(noise(40, 30))
        let decoder = try PictureDecoder(.png, named: "shard, 00000")
        for bad in [[], [1, 2, 3], Array(file.prefix(30)), Array(file.prefix(file.count / 2)), try JPEGEncoder.encode(noise(8, 8), quality: 50)] {
            let error = #expect(throws: MediaError.self) { _ = try decoder.decode(bad) }
            #expect(error?.description.contains("shard, 00000") == true)
        }
        #expect(try decoder.decode(file) == noise(40, 30))
    }
}
