import Foundation

/// Mono sound under construction: tones, noises and filters added up.
struct Sound: Sendable {
    /// Hertz.
    let rate: Double
    var samples: [Float]

    init(rate: Double, count: Int) {
        self.rate = rate
        samples = [Float](repeating: 0, count: count)
    }

    /// Adds `value(time since start)` to the samples of a stretch; what sticks out at either end is cut.
    @inline(__always)
    mutating func add(from start: Double = 0, lasting duration: Double = .infinity, _ value: (Double) -> Float) {
        let first = max(0, Int((start * rate).rounded(.up)))
        let end = Int(min(Double(samples.count), ((start + duration) * rate).rounded(.up)))
        guard first < end else { return }
        samples.withUnsafeMutableBufferPointer { buffer in
            for index in first..<end { buffer[index] += value(Double(index) / rate - start) }
        }
    }

    /// Adds a tone with overtones.
    ///
    /// - Parameters:
    ///   - harmonics: the amplitude of each multiple of the pitch; those over the Nyquist frequency are left out.
    ///   - pitch: Hz at a time since the tone's start.
    ///   - envelope: gain at a time since the tone's start.
    @inline(__always)
    mutating func tone(
        from start: Double = 0, lasting duration: Double = .infinity, harmonics: [Float],
        pitch: (Double) -> Double, envelope: (Double) -> Double
    ) {
        var phase = 0.0
        let rate = rate
        add(from: start, lasting: duration) { time in
            let frequency = pitch(time)
            phase += frequency / rate
            phase -= phase.rounded(.down)
            let audible = min(harmonics.count, Int(rate / 2 / max(frequency, 1)))
            return Self.overtones(phase: Float(phase), harmonics, audible) * Float(envelope(time))
        }
    }

    /// Adds filtered noise.
    @inline(__always)
    mutating func noise(
        from start: Double = 0, lasting duration: Double = .infinity, seed: UInt64, through filters: [Filter],
        envelope: (Double) -> Double
    ) {
        var noise = Noise(seed: seed)
        var filters = filters
        add(from: start, lasting: duration) { time in
            var sample = noise.white()
            for index in filters.indices { sample = filters[index](sample) }
            return sample * Float(envelope(time))
        }
    }

    /// Adds another sound, `gain` times as loud, from a time on.
    mutating func mix(_ other: Sound, from start: Double = 0, gain: Double) {
        precondition(other.rate == rate, "a sound at \(other.rate) Hz mixed into one at \(rate) Hz")
        let first = Int((start * rate).rounded(.up))
        for index in 0..<max(0, min(other.samples.count, samples.count - first)) {
            samples[first + index] += other.samples[index] * Float(gain)
        }
    }

    mutating func filter(_ filter: Filter) {
        var filter = filter
        for index in samples.indices { samples[index] = filter(samples[index]) }
    }

    /// Scales to a root mean square of `level`; silence stays silence.
    mutating func normalize(to level: Double) {
        let energy = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard energy > 0 else { return }
        let gain = Float(level / (energy / Double(samples.count)).squareRoot())
        for index in samples.indices { samples[index] *= gain }
    }

    /// A sum of sines over one fundamental, by Chebyshev's recurrence sin((n+1)x) = 2 cos(x) sin(nx) - sin((n-1)x).
    private static func overtones(phase: Float, _ harmonics: [Float], _ count: Int) -> Float {
        let angle = phase * 2 * .pi
        let twice = 2 * cos(angle)
        var (before, now, sum) = (Float(0), sin(angle), Float(0))
        for index in 0..<count {
            sum += harmonics[index] * now
            (before, now) = (now, twice * now - before)
        }
        return sum
    }
}
