import Clips
import Foundation
import Media
import Testing

@Suite struct WaveformTests {
    /// The ffmpeg command's mean of channels (pan) and 16 kHz (aresample), sample by sample.
    @Test(arguments: Golden.expected.sound.keys.sorted())
    func samplesAreThoseOfTheFfmpegCommand(name: String) throws {
        let expected = try #require(Golden.expected.sound[name])
        let decoded = try Decoded(.file(path: Golden.path(name)))
        #expect(decoded.samples.count == expected.count)
        #expect(decoded.summary.audio.units == expected.count)
        let worst = zip(expected.at, expected.samples).map { index, sample in
            index < decoded.samples.count ? abs(decoded.samples[index] - sample) : .infinity
        }.max()
        #expect(try #require(worst) < 2e-6)
        #expect(decoded.summary.visual == .absent)
        #expect(decoded.summary.reason(.visual) == .noVideo)
    }

    /// 0.4 sin and 0.2 sin in two channels are 0.2 sin + 0.1 sin in mono, in time with the source: no gain, no delay.
    @Test(arguments: [44_100, 48_000, 22_050, 16_000, 8_000])
    func downmixIsTheMeanAndInTime(rate: Int) throws {
        let (left, right) = (440.0, 1000.0)
        let samples = (0..<rate).flatMap { index in
            let time = Double(index) / Double(rate)
            return [Float(0.4 * sin(2 * .pi * left * time)), Float(0.2 * sin(2 * .pi * right * time))]
        }
        let decoded = try Decoded(.memory(WAVEncoder.encode(samples, channels: 2, sampleRate: rate)))
        #expect(decoded.samples.count == 16_000)
        #expect(decoded.summary.audio == .decoded(duration: 1, units: 16_000))
        let worst = (200..<15_800).map { index in
            let time = Double(index) / 16_000
            let mean = 0.2 * sin(2 * .pi * left * time) + 0.1 * sin(2 * .pi * right * time)
            return abs(Double(decoded.samples[index]) - mean)
        }.max()
        #expect(try #require(worst) < 3e-4)
    }

    @Test(arguments: [1, 2, 3, 5, 7, 9, 13, 24, 64])
    func anyNumberOfChannelsIsAveraged(channels: Int) throws {
        let frame = (0..<channels).map { Float($0 + 1) / 128 }
        let samples = (0..<1600).flatMap { _ in frame }
        let decoded = try Decoded(.memory(WAVEncoder.encode(samples, channels: channels, sampleRate: 16_000)))
        let mean = frame.reduce(0, +) / Float(channels)
        #expect(decoded.samples.count == 1600)
        #expect(decoded.samples.allSatisfy { abs($0 - mean) < 1e-6 })
    }

    @Test func moreChannelsThanTheResamplerTakesAreRefused() throws {
        let bytes = WAVEncoder.encode([Float](repeating: 0, count: 65 * 100), channels: 65, sampleRate: 16_000)
        let error = try #require(Decoded(.memory(bytes)).summary.audio.error)
        #expect(error.reason == .unsupportedFormat)
    }

    @Test(arguments: [1, 2_000_000_000])
    func ratesNobodyRecordsAtAreRefused(rate: UInt32) throws {
        var bytes = WAVEncoder.encode([Float](repeating: 0, count: 4096), channels: 1, sampleRate: 16_000)
        withUnsafeBytes(of: rate.littleEndian) { bytes.replaceSubrange(24..<28, with: $0) }
        #expect(try Decoded(.memory(bytes)).summary.reason(.audio) == .unsupportedFormat)
    }

    @Test func samplesThatAreNoNumbersAreRefused() throws {
        var bytes = WAVEncoder.encode([Float](repeating: 0.25, count: 4096), channels: 1, sampleRate: 16_000)
        bytes[20] = 3    // IEEE float
        bytes[28...31] = [0, 250, 0, 0]
        bytes[32] = 4
        bytes[34] = 32
        bytes[1048...1051] = [0, 0, 192, 127]   // NaN
        let error = try #require(Decoded(.memory(bytes)).summary.audio.error)
        #expect(error.reason == .unsupportedFormat)
        #expect("\(error)".contains("finite"))
    }

    @Test func theFingerprintNamesEverySetting() {
        #expect(resamplerDescription == """
            mean of channels; swresample 16000 Hz fltp resampler=swr filter_type=kaiser kaiser_beta=9 filter_size=32 phase_shift=10 \
            cutoff=0.97 linear_interp=1 exact_rational=1 dither_method=0 async=0
            """)
    }
}
