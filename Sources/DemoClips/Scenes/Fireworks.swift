import Foundation
import Tensors

/// Rockets that rise over a skyline and burst, with bangs and crackle.
struct Fireworks: Scene {
    static let name = "fireworks"

    private struct Burst {
        let time: Double
        let place: Point
        let colour: Colour
        let reach: Double
        let sparks: Int
        let seed: UInt64
    }

    private let bursts: [Burst]
    private let pitch: Double
    private let roofs: [Double]

    private static let rise = 0.45

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        let times = Rhythm.beats(every: random.uniform(0.35...0.75) / style.tempo, jitter: 0.4, until: seconds, random: &random)
        bursts = times.map { time in
            Burst(
                time: time, place: point(random.uniform(-1.0...1.0), random.uniform(-0.75...0.05)),
                colour: Colour(hue: random.uniform(), saturation: random.uniform(0.4...0.9), value: 1),
                reach: random.uniform(0.45...0.95), sparks: 18 + random.below(20), seed: random.next())
        }
        pitch = style.pitch
        roofs = (0..<9).map { _ in random.uniform(0.05...0.35) }
        surroundings = (
            style.colour(hue: 0.66, saturation: 0.7, value: 0.08), style.colour(hue: 0.7, saturation: 0.6, value: 0.25)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        for burst in bursts {
            let age = time - burst.time
            if age < 0, age > -Self.rise { drawRocket(burst, progress: 1 + age / Self.rise, on: &canvas) }
            if age >= 0, age < 1.4 { drawSparks(burst, age: age, on: &canvas) }
        }
        for (index, roof) in roofs.enumerated() {
            let left = -1.8 + 0.4 * Double(index)
            canvas.rectangle(point(left, 0.95 - roof), point(left + 0.34, 1.4), Colour(0.03, 0.03, 0.05))
        }
    }

    private func drawRocket(_ burst: Burst, progress: Double, on canvas: inout Canvas) {
        let start = point(Double(burst.place.x) * 0.8, 0.95)
        let head = start + (burst.place - start) * Float(progress)
        let tail = start + (burst.place - start) * Float(max(0, progress - 0.25))
        canvas.line(tail, head, width: 0.03, Colour(1, 0.8, 0.5), alpha: 0.7)
        canvas.circle(head, radius: 0.03, .white)
    }

    private func drawSparks(_ burst: Burst, age: Double, on canvas: inout Canvas) {
        let fade = max(0, 1 - age / 1.4)
        let spread = burst.reach * (1 - exp(-age * 3.2))
        canvas.circle(burst.place, radius: 0.5 * burst.reach, burst.colour, alpha: 0.5 * exp(-age * 12))
        for spark in 0..<burst.sparks {
            let angle = 2 * .pi * (Double(spark) + Rhythm.scatter(spark, burst.seed)) / Double(burst.sparks)
            let way = 0.55 + 0.45 * Rhythm.scatter(spark, burst.seed &+ 1)
            let direction = point(cos(angle), sin(angle))
            let fall = point(0, 0.22 * age * age)
            let (near, far) = (Float(spread * way * (0.72 + 0.2 * (1 - fade))), Float(spread * way))
            let twinkle = 0.6 + 0.4 * Rhythm.scatter(Int(age * 20) * 64 + spark, burst.seed)
            let (tail, head) = (burst.place + direction * near + fall, burst.place + direction * far + fall)
            canvas.line(tail, head, width: 0.026, burst.colour, alpha: fade * twinkle)
            canvas.circle(head, radius: 0.026, burst.colour.mixed(with: .white, 0.6), alpha: fade)
        }
    }

    func play(into sound: inout Sound) {
        for burst in bursts {
            let whistle = 900 * pitch
            sound.tone(from: burst.time - Self.rise, lasting: Self.rise, harmonics: [0.12, 0.03]) { whistle * (1 + 1.2 * $0) } envelope: {
                Envelope.swell($0, Self.rise, attack: 0.2, release: 0.05)
            }
            let deep = Filter.lowPass(260 * pitch, rate: sound.rate)
            sound.noise(from: burst.time, lasting: 1.2, seed: burst.seed, through: [deep]) { 5 * Envelope.decay($0, 0.2) }
            sound.noise(from: burst.time, lasting: 0.2, seed: burst.seed &+ 1, through: []) { 0.9 * Envelope.decay($0, 0.025) }
            crackle(after: burst, into: &sound)
        }
    }

    private func crackle(after burst: Burst, into sound: inout Sound) {
        for pop in 0..<burst.sparks {
            let delay = 0.15 + 0.9 * Rhythm.scatter(pop, burst.seed &+ 2)
            let bright = Filter.highPass(2_200 * pitch, rate: sound.rate)
            sound.noise(from: burst.time + delay, lasting: 0.03, seed: burst.seed &+ UInt64(pop), through: [bright]) {
                0.7 * Envelope.decay($0, 0.005)
            }
        }
    }
}
