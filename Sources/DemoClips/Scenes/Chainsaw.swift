import Foundation
import Tensors

/// A jittering saw whose chain runs round its bar as it eats into a log, and its rough buzz.
struct Chainsaw: Scene {
    static let name = "chainsaw"

    private let tempo: Double
    private let buzz: Double
    private let revs: [Double]
    private let housing: Colour
    private let wood: Colour
    private let seed: UInt64

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        tempo = style.tempo
        buzz = 95 * style.pitch
        revs = Rhythm.beats(every: random.uniform(0.9...1.8) / style.tempo, jitter: 0.25, until: seconds, random: &random)
        housing = style.colour(hue: random.uniform(0.01...0.1), saturation: 0.9, value: 0.9)
        wood = style.colour(hue: 0.08, saturation: 0.55, value: random.uniform(0.4...0.65))
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.3, saturation: 0.45, value: 0.55), style.colour(hue: 0.25, saturation: 0.5, value: 0.35)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let tick = Int(time * 50)
        let power = 0.35 + 0.65 * throttle(at: time)
        let tremble = point(Rhythm.scatter(tick, seed) - 0.5, Rhythm.scatter(tick, seed + 1) - 0.5) * Float(0.07 * power)
        let sink = 0.12 * sin(time * tempo * 1.3)
        drawLog(on: &canvas)
        let (hilt, tip) = (point(0.25, 0.0 + sink) + tremble, point(-0.85, 0.22 + sink) + tremble)
        canvas.line(hilt, tip, width: 0.2, .grey(0.25))
        canvas.line(hilt, tip, width: 0.13, .grey(0.75))
        drawTeeth(from: hilt, to: tip, time: time, on: &canvas)
        let body = point(0.6, -0.08 + sink) + tremble
        canvas.line(body + point(-0.1, -0.28), body + point(0.3, -0.36), width: 0.08, .grey(0.15))
        canvas.rectangle(body + point(-0.35, -0.22), body + point(0.35, 0.24), housing)
        canvas.line(body + point(0.35, -0.1), body + point(0.62, 0.18), width: 0.11, .grey(0.12))
        canvas.circle(body + point(0, 0.02), radius: 0.13, housing.scaled(0.55))
        drawSawdust(time: time, power: power, from: point(-0.3, 0.25 + sink), on: &canvas)
    }

    private func drawLog(on canvas: inout Canvas) {
        canvas.rectangle(point(-1.6, 0.2), point(0.15, 0.75), wood)
        for band in 0..<4 {
            let y = 0.28 + 0.13 * Double(band)
            canvas.line(point(-1.6, y), point(0.1, y), width: 0.025, wood.scaled(0.7))
        }
        for (radius, shade) in [(0.27, 1.35), (0.2, 1.15), (0.12, 1.35), (0.06, 1.0)] {
            canvas.ellipse(point(0.15, 0.475), radii: point(radius * 0.55, radius), wood.scaled(shade))
        }
    }

    private func drawTeeth(from hilt: Point, to tip: Point, time: Double, on canvas: inout Canvas) {
        let run = (time * 6 * tempo).truncatingRemainder(dividingBy: 1)
        for tooth in 0..<14 {
            let share = Float((Double(tooth) + run) / 14)
            canvas.circle(hilt + (tip - hilt) * share + Point(0.02, 0.1), radius: 0.035, .grey(0.1))
            canvas.circle(tip + (hilt - tip) * share + Point(-0.02, -0.1), radius: 0.035, .grey(0.1))
        }
    }

    private func drawSawdust(time: Double, power: Double, from source: Point, on canvas: inout Canvas) {
        for chip in 0..<26 {
            let life = (time * 1.6 + Rhythm.scatter(chip, seed)).truncatingRemainder(dividingBy: 1)
            let (across, up) = (0.3 + Rhythm.scatter(chip, seed + 2), 0.9 * Rhythm.scatter(chip, seed + 3))
            let place = source + point(across * life, life * life * 1.5 - up * life)
            canvas.circle(place, radius: 0.025, Colour(0.95, 0.85, 0.6), alpha: power * (1 - life))
        }
    }

    func play(into sound: inout Sound) {
        let saw = (1...24).map { 1 / Float($0) }
        let roughness = seed
        sound.tone(harmonics: saw) { time in
            buzz * (0.75 + 0.8 * throttle(at: time)) * (1 + 0.05 * (Rhythm.scatter(Int(time * 45), roughness) - 0.5))
        } envelope: { time in
            (0.45 + 0.55 * throttle(at: time)) * (0.8 + 0.2 * sin(2 * .pi * buzz / 4 * time))
        }
        sound.noise(seed: seed, through: [.bandPass(2_600, rate: sound.rate, resonance: 0.8)]) { 0.5 * (0.3 + throttle(at: $0)) }
    }

    /// 0 idling ... 1 at full speed.
    private func throttle(at time: Double) -> Double {
        let since = Rhythm.since(revs, time)
        return since.isFinite ? Envelope.swell(since, 1.1 / tempo, attack: 0.12, release: 0.5) : 0
    }
}
