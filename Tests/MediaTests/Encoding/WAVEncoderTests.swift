import Media
import Testing

@Suite struct WAVEncoderTests {
    @Test func theFileIsTheFormatsBytes() {
        let bytes = WAVEncoder.encode([0, 0.5, -1, 2], channels: 2, sampleRate: 16_000)
        #expect(bytes == [
            82, 73, 70, 70, 44, 0, 0, 0, 87, 65, 86, 69, 102, 109, 116, 32, 16, 0, 0, 0, 1, 0, 2, 0,
            128, 62, 0, 0, 0, 250, 0, 0, 4, 0, 16, 0, 100, 97, 116, 97, 8, 0, 0, 0, 0, 0, 0, 64, 0, 128, 255, 127,
        ])
    }

    @Test func samplesComeBackToTheLastBit() throws {
        let samples = (0..<4000).map { Float(($0 * 7919) % 65536 - 32768) / 32768 }
        let decoded = try Decoded(.memory(WAVEncoder.encode(samples, channels: 1, sampleRate: 16_000)))
        #expect(decoded.samples == samples)
    }
}
