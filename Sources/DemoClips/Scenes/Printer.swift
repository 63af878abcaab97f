import Foundation
import Tensors

/// A printer whose head sweeps to and fro while the sheet comes out line by line, with a stepping whirr.
struct Printer: Scene {
    static let name = "printer"

    /// Seconds of one sweep of the head and the paper's step after it.
    private let cycle: Double
    private let phase: Double
    private let casing: Colour
    private let lamp: Colour
    private let motor: Double
    private let seed: UInt64

    /// The part of a cycle in which the head moves; in the rest the paper does.
    private static let sweep = 0.72

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        cycle = random.uniform(0.45...0.8) / style.tempo
        phase = random.uniform(0...4)
        casing = style.colour(hue: 0.6, saturation: random.uniform(0...0.2), value: random.uniform(0.3...0.8))
        lamp = Colour(hue: random.uniform(0.25...0.45), saturation: 0.9, value: 1)
        motor = random.uniform(380...620) * style.pitch
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.11, saturation: 0.12, value: 0.75), style.colour(hue: 0.09, saturation: 0.45, value: 0.5)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let (count, share) = stage(at: time)
        let fed = Double(count % 7) + max(0, (share - Self.sweep) / (1 - Self.sweep))
        canvas.ellipse(point(0, 0.55), radii: point(1.15, 0.12), .black, alpha: 0.3)
        canvas.polygon([point(-0.6, -0.4), point(-0.5, -0.95), point(0.5, -0.95), point(0.6, -0.4)], .grey(0.95))
        canvas.polygon([point(-0.95, -0.45), point(0.95, -0.45), point(1.1, 0.5), point(-1.1, 0.5)], casing)
        canvas.rectangle(point(-0.82, -0.32), point(0.82, 0.08), .grey(0.12))
        canvas.line(point(-0.8, -0.16), point(0.8, -0.16), width: 0.03, .grey(0.6))
        drawHead(count: count, share: share, on: &canvas)
        canvas.rectangle(point(-0.72, 0.16), point(0.72, 0.24), .grey(0.08))
        drawSheet(fed: fed, count: count, on: &canvas)
        canvas.circle(point(0.92, 0.32), radius: 0.045, lamp, alpha: share < Self.sweep ? 1 : 0.3)
    }

    private func drawHead(count: Int, share: Double, on canvas: inout Canvas) {
        let way = min(1, share / Self.sweep)
        let x = 0.64 * (count.isMultiple(of: 2) ? 2 * way - 1 : 1 - 2 * way)
        canvas.rectangle(point(x - 0.14, -0.27), point(x + 0.14, 0.02), Colour(0.25, 0.28, 0.35))
        canvas.rectangle(point(x - 0.1, -0.22), point(x + 0.1, -0.1), Colour(0.3, 0.7, 0.95))
        canvas.rectangle(point(x - 0.03, 0.02), point(x + 0.03, 0.06), Colour(0.9, 0.9, 0.6))
    }

    private func drawSheet(fed: Double, count: Int, on canvas: inout Canvas) {
        let lower = 0.26 + 0.11 * fed
        canvas.rectangle(point(-0.6, 0.2), point(0.6, lower), .white)
        for line in 0..<Int(fed) {
            let y = lower - 0.05 - 0.11 * Double(line)
            let width = 0.5 + 0.5 * Rhythm.scatter(count / 7 * 16 + line, seed)
            canvas.line(point(-0.5, y), point(-0.5 + width, y), width: 0.035, .grey(0.3))
        }
    }

    func play(into sound: inout Sound) {
        let buzz: [Float] = [1, 0.2, 0.6, 0.1, 0.4, 0.1, 0.25]
        sound.tone(harmonics: buzz) { time in
            let (count, share) = stage(at: time)
            guard share < Self.sweep else { return motor * 0.4 }
            return motor * (count.isMultiple(of: 2) ? 1 : 1.18) * (0.9 + 0.1 * min(1, share * 8))
        } envelope: { time in
            let share = stage(at: time).share
            return share < Self.sweep ? 0.35 : 0.5 * (sin(2 * .pi * 34 * time) > 0 ? 1 : 0.1)
        }
        sound.noise(seed: seed, through: [.bandPass(3_400, rate: sound.rate, resonance: 1.2)]) { time in
            let share = stage(at: time).share
            return share < Self.sweep ? 0.9 * Envelope.swell(share, Self.sweep, attack: 0.08, release: 0.08) : 0.15
        }
        sound.noise(seed: seed &+ 1, through: [.highPass(1_500, rate: sound.rate)]) { time in
            1.1 * Envelope.decay((stage(at: time).share - Self.sweep) * cycle, 0.012)
        }
    }

    /// Which cycle this is, and how much of it is over.
    private func stage(at time: Double) -> (count: Int, share: Double) {
        let cycles = max(0, time / cycle + phase)
        return (Int(cycles), cycles - cycles.rounded(.down))
    }
}
