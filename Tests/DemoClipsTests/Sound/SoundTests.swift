import Foundation
import Testing

@testable import DemoClips

@Suite struct SoundTests {
    /// Power of a sound at a frequency, by direct correlation.
    private func power(_ sound: Sound, at frequency: Double) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for (index, sample) in sound.samples.enumerated() {
            let angle = 2 * .pi * frequency * Double(index) / sound.rate
            real += Double(sample) * cos(angle)
            imaginary += Double(sample) * sin(angle)
        }
        let count = Double(sound.samples.count)
        return 4 * (real * real + imaginary * imaginary) / (count * count)
    }

    @Test func overtonesHaveTheirAmplitudesAndStopBelowNyquist() {
        var sound = Sound(rate: 8_000, count: 8_000)
        sound.tone(harmonics: [0.5, 0.25, 0.125, 1, 1]) { _ in 1_000 } envelope: { _ in 1 }   // the fourth is Nyquist's: silent in sines
        #expect(abs(power(sound, at: 1_000) - 0.25) < 1e-3)
        #expect(abs(power(sound, at: 2_000) - 0.0625) < 1e-3)
        #expect(abs(power(sound, at: 3_000) - 0.015625) < 1e-3)
        #expect(power(sound, at: 1_500) < 1e-4)
    }

    @Test func filtersPassTheirBand() {
        func gain(_ filter: Filter, _ frequency: Double) -> Double {
            var sound = Sound(rate: 16_000, count: 16_000)
            sound.tone(harmonics: [1]) { _ in frequency } envelope: { _ in 1 }
            sound.filter(filter)
            return power(sound, at: frequency)
        }
        #expect(gain(.lowPass(500, rate: 16_000), 100) > 0.95 && gain(.lowPass(500, rate: 16_000), 4_000) < 0.01)
        #expect(gain(.highPass(500, rate: 16_000), 4_000) > 0.95 && gain(.highPass(500, rate: 16_000), 50) < 0.01)
        let band = Filter.bandPass(1_000, rate: 16_000, resonance: 4)
        #expect(abs(gain(band, 1_000) - 1) < 0.02 && gain(band, 250) < 0.02 && gain(band, 4_000) < 0.02)
        #expect(abs(gain(.lowPass(500, rate: 16_000), 500) - 0.5) < 0.02)   // -3 dB at the cutoff
    }

    @Test func normalizingGivesTheLevelAndKeepsSilence() {
        var silence = Sound(rate: 8_000, count: 100)
        silence.normalize(to: 1)
        #expect(silence.samples.allSatisfy { $0 == 0 })
        var hiss = Sound(rate: 8_000, count: 8_000)
        hiss.noise(seed: 1, through: []) { _ in 3 }
        hiss.normalize(to: 0.1)
        let energy = hiss.samples.reduce(0) { $0 + $1 * $1 } / 8_000
        #expect(abs(energy.squareRoot() - 0.1) < 1e-4)
    }

    @Test func partsThatStickOutAreCut() {
        var sound = Sound(rate: 1_000, count: 1_000)
        sound.add(from: -0.5, lasting: 1) { _ in 1 }
        sound.add(from: 0.9, lasting: 5) { _ in 2 }
        #expect(sound.samples[0] == 1 && sound.samples[499] == 1 && sound.samples[500] == 0 && sound.samples[999] == 2)
    }
}
