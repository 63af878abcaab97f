import Foundation
import Tensors

/// A dog that hops and snaps with every bark.
struct Dog: Scene {
    static let name = "dog"

    private let barks: [Double]
    private let length: Double
    private let pitch: Double
    private let tempo: Double
    private let coat: Colour
    private let patch: Colour
    private let seed: UInt64

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        tempo = style.tempo
        length = random.uniform(0.11...0.2)
        pitch = random.uniform(330...560) * style.pitch
        barks = Rhythm.beats(every: random.uniform(0.4...0.7) / style.tempo, jitter: 0.35, until: seconds, random: &random)
            .filter { _ in random.uniform() < 0.85 }
        coat = style.colour(hue: 0.08, saturation: random.uniform(0.2...0.7), value: random.uniform(0.3...0.85))
        patch = coat.mixed(with: .grey(random.uniform(0...1)), 0.7)
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.56, saturation: 0.35, value: 0.92), style.colour(hue: 0.31, saturation: 0.55, value: 0.6)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let bark = Envelope.arch(Rhythm.since(barks, time), 0.28)
        let hop = point(0, -0.2 * bark)
        let dark = coat.scaled(0.6)
        canvas.ellipse(point(0.1, 0.82), radii: point(0.75, 0.08), .black, alpha: 0.3)
        for (index, x) in [-0.28, -0.12, 0.45, 0.6].enumerated() {
            canvas.line(point(x, 0.2) + hop, point(x - 0.05 * bark, 0.78) + hop * 0.6, width: 0.12, index.isMultiple(of: 2) ? dark : coat)
        }
        let wag = sin(time * tempo * 17)
        canvas.line(point(0.68, 0.05) + hop, point(0.95, -0.25 + 0.12 * wag) + hop, width: 0.09, coat)
        canvas.ellipse(point(0.18, 0.14) + hop, radii: point(0.58, 0.29), coat)
        canvas.ellipse(point(0.3, 0.06) + hop, radii: point(0.22, 0.14), patch)
        drawHead(at: point(-0.48, -0.28 - 0.06 * bark) + hop, bark: bark, on: &canvas)
    }

    private func drawHead(at head: Point, bark: Double, on canvas: inout Canvas) {
        let dark = coat.scaled(0.5)
        canvas.line(head + point(0.08, 0.1), point(-0.2, 0.1), width: 0.3, coat)
        canvas.circle(head, radius: 0.29, coat)
        canvas.ellipse(head + point(-0.28, 0.17 + 0.1 * bark), radii: point(0.2, 0.07), turn: -0.3 * bark, dark)
        canvas.ellipse(head + point(-0.24, 0.1 + 0.03 * bark), radii: point(0.16, 0.1 * bark), Colour(0.75, 0.2, 0.25))
        canvas.ellipse(head + point(-0.28, 0.04 - 0.05 * bark), radii: point(0.24, 0.1), turn: 0.25 * bark, coat.scaled(1.1))
        canvas.circle(head + point(-0.5, 0.0 - 0.1 * bark), radius: 0.06, .black)
        canvas.ellipse(head + point(0.16, 0.02), radii: point(0.11, 0.27), turn: -0.35 - 0.5 * bark, patch.scaled(0.75))
        canvas.circle(head + point(-0.12, -0.09), radius: 0.05, .black)
        canvas.circle(head + point(-0.135, -0.105), radius: 0.016, .white)
    }

    func play(into sound: inout Sound) {
        let timbre: [Float] = [1, 0.9, 0.7, 0.6, 0.45, 0.3, 0.2, 0.15]
        for (index, start) in barks.enumerated() {
            let height = 0.9 + 0.2 * Rhythm.scatter(index, seed)
            sound.tone(from: start, lasting: length, harmonics: timbre) { time in
                pitch * height * (1.15 - 0.55 * time / length)
            } envelope: {
                Envelope.swell($0, length, attack: 0.012, release: length * 0.7)
            }
            sound.noise(
                from: start, lasting: length * 1.4, seed: seed &+ UInt64(index),
                through: [.bandPass(1_300, rate: sound.rate, resonance: 0.7)]
            ) { 2.2 * Envelope.swell($0, length * 1.4, attack: 0.01, release: length) }
        }
    }
}
