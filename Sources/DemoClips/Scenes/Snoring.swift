import Foundation
import Tensors

/// A sleeper whose blanket rises and falls, with the rattle of breath drawn in and the hiss of breath let out.
struct Snoring: Scene {
    static let name = "snoring"

    /// Seconds of one breath.
    private let breath: Double
    private let phase: Double
    private let blanket: Colour
    private let skin: Colour
    private let pillow: Colour
    private let rattle: Double
    private let throat: Double
    private let seed: UInt64

    /// The part of a breath that is drawn in.
    private static let inhaled = 0.45

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        breath = random.uniform(1.5...2.3) / style.tempo
        phase = random.uniform()
        blanket = style.colour(hue: random.uniform(0.55...0.85), saturation: random.uniform(0.3...0.8), value: random.uniform(0.25...0.6))
        skin = style.colour(hue: 0.06, saturation: 0.45, value: random.uniform(0.4...0.8))
        pillow = style.colour(hue: 0.15, saturation: 0.08, value: 0.8)
        rattle = random.uniform(28...55) * style.pitch
        throat = random.uniform(220...420) * style.pitch
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.65, saturation: 0.45, value: 0.22), style.colour(hue: 0.62, saturation: 0.35, value: 0.32)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let fullness = filling(at: time)
        let dark = skin.scaled(0.55)
        canvas.rectangle(point(-1.7, 0.5), point(1.7, 1.3), blanket.mixed(with: .grey(0.3), 0.5))
        canvas.ellipse(point(-0.85, 0.3), radii: point(0.5, 0.28), turn: -0.12, pillow)
        canvas.ellipse(point(-0.72, 0.05), radii: point(0.34, 0.3), skin)
        canvas.ellipse(point(-0.98, -0.02), radii: point(0.16, 0.27), turn: 0.2, Colour(0.15, 0.1, 0.07))
        canvas.ellipse(point(-0.68, -0.24), radii: point(0.08, 0.12), turn: 0.3, skin)
        canvas.line(point(-0.86, -0.13), point(-0.76, -0.16), width: 0.03, dark)
        canvas.ellipse(point(-0.5, -0.1), radii: point(0.05 + 0.03 * fullness, 0.03 + 0.06 * fullness), turn: 0.6, Colour(0.35, 0.08, 0.08))
        let height = 0.38 + 0.2 * fullness
        canvas.ellipse(point(0.35, 0.5), radii: point(0.95, height), blanket)
        canvas.ellipse(point(0.3, 0.5 - height * 0.35), radii: point(0.5, height * 0.4), blanket.mixed(with: .white, 0.2), alpha: 0.6)
        canvas.rectangle(point(-0.6, 0.44), point(1.7, 1.3), blanket)
        canvas.line(point(-0.6, 0.46), point(0.0, 0.46 - 0.2 * fullness), width: 0.12, blanket.mixed(with: .white, 0.55))
        for letter in 0..<3 { drawLetter(letter, time: time, on: &canvas) }
    }

    /// One of the Zs that rise from the sleeper.
    private func drawLetter(_ letter: Int, time: Double, on canvas: inout Canvas) {
        let life = (time / breath * 0.5 + phase + Double(letter) / 3).truncatingRemainder(dividingBy: 1)
        let place = point(-0.35 + 0.55 * life + 0.05 * sin(8 * life), -0.3 - 0.6 * life)
        let size = Float(0.06 + 0.07 * life)
        let corners = [Point(-1, -1), Point(1, -1), Point(-1, 1), Point(1, 1)].map { place + $0 * size }
        for (from, to) in zip(corners, corners.dropFirst()) {
            canvas.line(from, to, width: 0.03, Colour(0.85, 0.88, 1), alpha: 0.9 * Envelope.arch(life, 1))
        }
    }

    func play(into sound: inout Sound) {
        let nose = [Filter.bandPass(throat, rate: sound.rate, resonance: 1.2), .lowPass(1_400, rate: sound.rate)]
        sound.noise(seed: seed, through: nose) { time in
            let share = share(at: time)
            guard share < Self.inhaled else { return 0.06 }
            let flutter = 0.5 + 0.5 * sin(2 * .pi * rattle * time * (1 + 0.02 * sin(5 * time)))
            return 4 * Envelope.arch(share, Self.inhaled) * (0.15 + flutter * flutter * flutter)
        }
        sound.tone(harmonics: [0.7, 0.6, 0.45, 0.3, 0.2, 0.12, 0.08]) { rattle * 2 * (1 + 0.04 * sin(4 * $0)) } envelope: { time in
            0.8 * Envelope.arch(share(at: time), Self.inhaled)
        }
        sound.noise(seed: seed &+ 1, through: [.bandPass(2_200, rate: sound.rate, resonance: 0.7)]) { time in
            0.4 * Envelope.arch(share(at: time) - 0.55, 0.42)
        }
    }

    /// How much of the breath at hand is over.
    private func share(at time: Double) -> Double {
        let breaths = max(0, time) / breath + phase
        return breaths - breaths.rounded(.down)
    }

    /// How full the lungs are, 0...1.
    private func filling(at time: Double) -> Double {
        let share = share(at: time)
        return share < Self.inhaled ? 0.5 - 0.5 * cos(.pi * share / Self.inhaled)
            : 0.5 + 0.5 * cos(.pi * (share - Self.inhaled) / (1 - Self.inhaled))
    }
}
