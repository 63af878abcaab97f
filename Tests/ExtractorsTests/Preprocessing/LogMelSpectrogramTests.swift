@testable import Extractors
import Foundation
import Tensors
import Testing

/// Golden examples: Tests/References/preprocessing_sounds.py.
@Suite struct LogMelSpectrogramTests {
    private static let length = 15_600 + 2 * 15_360

    @Test(arguments: ["rising", "tone", "click"])
    func examplesAreThoseOfTheReferenceFrontEnd(name: String) throws {
        let expected = try goldenFile("preprocessing_sounds_\(name).f32").withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
        }
        var spectrogram = LogMelSpectrogram()
        let examples = spectrogram.append(sound(name))
        #expect(examples.shape == [3, 96, 64])
        let worst = zip(examples.values, expected).map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst < 1e-4, "\(name): off by \(worst)")
    }

    @Test(arguments: [1, 7, 160, 399, 4_096, 15_599, 15_600, 40_000])
    func bitsDoNotDependOnHowTheSoundIsCut(piece: Int) {
        let samples = sound("rising")
        for hopFrames in [96, 48, 37, 150] {
            var whole = LogMelSpectrogram(hopFrames: hopFrames)
            let expected = whole.append(samples)
            var pieces = LogMelSpectrogram(hopFrames: hopFrames)
            var values: [Float] = []
            for start in stride(from: 0, to: samples.count, by: piece) {
                values += pieces.append(Array(samples[start..<min(start + piece, samples.count)])).values
            }
            #expect(values == expected.values, "hop of \(hopFrames) frames")
        }
    }

    @Test(arguments: [96, 48, 37, 150])
    func anExampleIsTheOneOfItsOwnSamples(hopFrames: Int) {
        let samples = sound("rising")
        var spectrogram = LogMelSpectrogram(hopFrames: hopFrames)
        let examples = spectrogram.append(samples)
        #expect(examples.shape[0] == (samples.count - 15_600) / (hopFrames * 160) + 1)
        for index in 0..<examples.shape[0] {
            var alone = LogMelSpectrogram()
            let start = index * hopFrames * 160
            let example = alone.append(Array(samples[start..<(start + 15_600)]))
            #expect(example.values[...] == examples.values[(index * 96 * 64)..<((index + 1) * 96 * 64)])
        }
    }

    @Test func theFirstExampleNeedsAllOfItsSamples() {
        #expect(LogMelSpectrogram.exampleLength == 15_600)
        var spectrogram = LogMelSpectrogram()
        #expect(spectrogram.append([]).shape == [0, 96, 64])
        #expect(spectrogram.append([Float](repeating: 0, count: 15_599)).shape == [0, 96, 64])
        let silence = spectrogram.append([0])
        #expect(silence.shape == [1, 96, 64])
        #expect(silence.values.allSatisfy { abs($0 - log(0.01)) < 1e-6 })
    }

    @Test func tenSecondsAreTenExamples() {
        var spectrogram = LogMelSpectrogram()
        #expect(spectrogram.append([Float](repeating: 0, count: 160_000)).shape[0] == 10)
    }

    @Test func hopsAreWholeFrames() {
        #expect(LogMelSpectrogram.hopFrames(seconds: 0.96) == 96)
        #expect(LogMelSpectrogram.hopFrames(seconds: 0.01) == 1)
        #expect(LogMelSpectrogram.hopFrames(seconds: 0.484) == 48)
        for unusable in [0, -1, 0.009, 3601, Double.nan, .infinity] {
            #expect(LogMelSpectrogram.hopFrames(seconds: unusable) == nil)
        }
    }

    /// The reference script's sounds, as samples of 16 bits over 32768.
    private func sound(_ name: String) -> [Float] {
        let noise = noise()
        return (0..<Self.length).map { n in
            let sample =
                switch name {
                case "rising": floorDivide(triangle(n * 400 + n * n / 2), 2) + floorDivide(noise[n], 16)
                case "tone": triangle(n * 4096)
                default: floorDivide(noise[n], 1024) + (n % 20_000 < 40 ? 16_000 : 0)
                }
            return Float(sample) / 32_768
        }
    }

    private func triangle(_ phase: Int) -> Int { abs((phase & 65_535) - 32_768) - 16_384 }

    private func noise() -> [Int] {
        var state = 1
        return (0..<Self.length).map { _ in
            state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff
            return (state >> 15) - 32_768
        }
    }

    private func floorDivide(_ value: Int, _ divisor: Int) -> Int { Int((Double(value) / Double(divisor)).rounded(.down)) }
}
