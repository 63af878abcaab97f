import Foundation
import Tensors

/// The conditions under which a clip's sound is taken; all but the format vary the more, the more classes overlap.
struct Recording: Sendable {
    private static let rates = [16_000.0, 22_050, 32_000, 44_100]

    let rate: Double
    let channelCount: Int

    /// Root mean square of the background noise and of the other sound; a scene's is 1.
    private let noiseLevel: Double
    private let distractionLevel: Double
    private let distraction: any Scene
    /// Hz; the noise lies below, the microphone hears little above.
    private let noiseCutoff: Double
    private let microphoneCutoff: Double
    private let echo: (delay: Double, gain: Float)
    /// Root mean square of the finished sound, full scale being 1.
    private let level: Double
    /// Share of the left channel in a stereo recording.
    private let pan: Float
    private let seed: UInt64

    init(distraction: any Scene, overlap: Double, random: inout SeededGenerator) {
        rate = Self.rates[random.below(Self.rates.count)]
        channelCount = 1 + random.below(2)
        noiseLevel = 0.02 + overlap * pow(random.uniform(), 2) * 1.7
        distractionLevel = random.uniform() < 1.2 * overlap ? random.uniform(0.1...0.8) : 0
        self.distraction = distraction
        noiseCutoff = 200 * pow(30, random.uniform())
        microphoneCutoff = 7_500 * pow(0.18, overlap * random.uniform())
        echo = (random.uniform(0.03...0.18), Float(0.1 + 0.5 * overlap * random.uniform()))
        level = 0.12 * pow(10, random.uniform(-1...0.15) * (0.3 + 0.9 * overlap))
        pan = Float(random.uniform(0.25...0.75))
        seed = random.next()
    }

    /// Where scenes are to be mixed into, each at a root mean square of 1.
    func silence(seconds: Double) -> Sound { Sound(rate: rate, count: Int((seconds * rate).rounded())) }

    /// What is on the tape: a channel or two of samples in -1...1.
    func take(_ scene: Sound) -> [[Float]] {
        var sound = scene
        var hiss = Sound(rate: rate, count: sound.samples.count)
        hiss.noise(seed: seed, through: [.lowPass(noiseCutoff, rate: rate)]) { _ in 1 }
        hiss.normalize(to: 1)
        sound.mix(hiss, gain: noiseLevel)
        if distractionLevel > 0 {
            var other = Sound(rate: rate, count: sound.samples.count)
            distraction.play(into: &other)
            other.normalize(to: 1)
            sound.mix(other, gain: distractionLevel)
        }
        reverberate(&sound)
        sound.filter(.lowPass(microphoneCutoff, rate: rate))
        sound.normalize(to: level)
        let gains = channelCount == 2 ? [2 * pan, 2 * (1 - pan)] : [1]
        return gains.map { gain in sound.samples.map { max(-1, min(1, $0 * gain)) } }
    }

    private func reverberate(_ sound: inout Sound) {
        let delay = max(1, Int(echo.delay * rate))
        guard delay < sound.samples.count else { return }
        for index in delay..<sound.samples.count { sound.samples[index] += echo.gain * sound.samples[index - delay] }
    }
}
