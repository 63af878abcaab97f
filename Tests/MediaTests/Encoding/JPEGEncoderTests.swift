import Media
import Tensors
import Testing

@Suite struct JPEGEncoderTests {
    @Test(arguments: [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [0, 0, 0], [200, 120, 40]] as [[UInt8]])
    func coloursComeBack(colour: [UInt8]) throws {
        let jpeg = try JPEGEncoder.encode(.flat(31, 17, colour), quality: 95)
        #expect(jpeg.starts(with: [0xFF, 0xD8]) && jpeg.suffix(2) == [0xFF, 0xD9])
        let image = try #require(Decoded(.memory(motionJPEG(jpeg, width: 31, height: 17))).images.first)
        #expect(image.width == 31 && image.height == 17)
        #expect(zip(image.pixel(15, 8), colour).allSatisfy { abs($0 - Int($1)) <= 3 }, "\(image.pixel(15, 8))")
    }

    @Test func qualityIsPaidForInBytes() throws {
        var image = RGBImage.flat(64, 64, [0, 0, 0])
        for index in image.pixels.indices { image.pixels[index] = UInt8(index * 37 % 251) }
        let sizes = try [1, 30, 60, 90, 100].map { try JPEGEncoder.encode(image, quality: $0).count }
        #expect(sizes == sizes.sorted() && sizes[0] < sizes[4] / 2)
        #expect(try JPEGEncoder.encode(image, quality: 60) == JPEGEncoder.encode(image, quality: 60))
    }

    /// An AVI of one frame put together by hand, so that the reader gets the encoder's very bytes.
    private func motionJPEG(_ jpeg: [UInt8], width: Int, height: Int) -> [UInt8] {
        func little(_ values: Int...) -> [UInt8] {
            values.flatMap { value in withUnsafeBytes(of: UInt32(value).littleEndian) { Array($0) } }
        }
        func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
            Array(name.utf8) + little(body.count) + body + (body.count % 2 == 1 ? [0] : [])
        }
        func list(_ kind: String, _ body: [UInt8]) -> [UInt8] { chunk("LIST", Array(kind.utf8) + body) }
        let main = chunk("avih", little(1_000_000, 0, 0, 0, 1, 0, 1, 0, width, height, 0, 0, 0, 0))
        let stream = chunk("strh", Array("vidsMJPG".utf8) + little(0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0))
        let bitmap = chunk("strf", little(40, width, height, 1 | 24 << 16) + Array("MJPG".utf8) + little(0, 0, 0, 0, 0))
        let body = list("hdrl", main + list("strl", stream + bitmap)) + list("movi", chunk("00dc", jpeg))
        return chunk("RIFF", Array("AVI ".utf8) + body)
    }
}
