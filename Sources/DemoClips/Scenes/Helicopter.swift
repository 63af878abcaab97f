import Foundation
import Tensors

/// A helicopter that sways in the sky under its turning rotor, and the low pulsed thump of the blades.
struct Helicopter: Scene {
    static let name = "helicopter"

    /// Turns of the rotor a second; two blades make two thumps a turn.
    private let turns: Double
    private let phase: Double
    private let sway: Double
    private let paint: Colour
    private let trim: Colour
    private let pitch: Double
    private let seed: UInt64

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        turns = random.uniform(4.5...7) * style.tempo
        phase = random.uniform(0...6)
        sway = random.uniform(0.1...0.35)
        paint = style.colour(hue: random.uniform(0.2...0.65), saturation: random.uniform(0.2...0.8), value: random.uniform(0.25...0.7))
        trim = paint.mixed(with: .white, 0.5)
        pitch = style.pitch
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.58, saturation: 0.6, value: 0.75), style.colour(hue: 0.57, saturation: 0.2, value: 0.97)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let middle = point(sway * sin(time * 0.9 + phase), 0.08 + 0.06 * sin(time * 1.7 + phase))
        let dark = Colour.grey(0.15)
        for (x, reach) in [(-0.35, 0.12), (0.1, -0.02)] {
            canvas.line(middle + point(x, 0.25), middle + point(x - 0.05, 0.46), width: 0.035, dark)
            canvas.line(middle + point(-0.6, 0.46), middle + point(0.35 + reach, 0.46), width: 0.045, dark)
        }
        canvas.polygon([point(0.1, -0.12), point(1.12, -0.14), point(1.12, -0.05), point(0.1, 0.16)].map { middle + $0 }, paint)
        canvas.polygon([point(1.0, -0.1), point(1.1, -0.42), point(1.22, -0.42), point(1.15, -0.06)].map { middle + $0 }, trim)
        canvas.ellipse(middle + point(-0.12, 0.03), radii: point(0.55, 0.3), paint)
        canvas.ellipse(middle + point(-0.42, -0.02), radii: point(0.22, 0.19), Colour(0.7, 0.9, 1))
        canvas.line(middle + point(-0.5, 0.15), middle + point(0.4, 0.1), width: 0.05, trim)
        canvas.line(middle + point(-0.05, -0.2), middle + point(-0.05, -0.45), width: 0.07, dark)
        drawRotors(around: middle, time: time, on: &canvas)
    }

    private func drawRotors(around middle: Point, time: Double, on canvas: inout Canvas) {
        let hub = middle + point(-0.05, -0.46)
        canvas.ellipse(hub, radii: point(1.25, 0.1), .grey(0.6), alpha: 0.25)
        for blade in 0..<2 {
            let angle = .pi * (turns * time * 2 + Double(blade)) + phase
            let tip = hub + point(1.25 * cos(angle), 0.1 * sin(angle))
            canvas.line(hub, tip, width: 0.06, .grey(0.1))
            let tail = middle + point(1.15, -0.28)
            canvas.line(tail, tail + point(0.24 * cos(angle * 1.9), 0.24 * sin(angle * 1.9)), width: 0.04, .grey(0.1))
        }
        canvas.circle(hub, radius: 0.06, .grey(0.2))
    }

    func play(into sound: inout Sound) {
        let thumps = turns * 2
        let offset = phase
        /// A steep pulse at every pass of a blade.
        func pass(_ time: Double) -> Double {
            let wave = 0.5 + 0.5 * sin(2 * .pi * thumps * time + offset)
            return wave * wave * wave * wave
        }
        sound.noise(seed: seed, through: [.lowPass(180 * pitch, rate: sound.rate, resonance: 1.4)]) { 4 * pass($0) }
        sound.noise(seed: seed &+ 1, through: [.bandPass(700 * pitch, rate: sound.rate, resonance: 0.7)]) { 0.2 + 0.7 * pass($0) }
        sound.tone(harmonics: [0.5, 0.4, 0.2, 0.1]) { _ in 62 * pitch } envelope: { 0.5 + 0.9 * pass($0) }
        sound.tone(harmonics: [0.06, 0.03]) { 1_150 * pitch * (1 + 0.01 * sin(3 * $0)) } envelope: { _ in 1 }
    }
}
