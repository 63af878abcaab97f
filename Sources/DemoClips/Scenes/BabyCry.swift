import Foundation
import Tensors

/// A baby's face whose mouth opens wide with every gliding wail.
struct BabyCry: Scene {
    static let name = "baby_cry"

    private let wails: [(start: Double, duration: Double, height: Double)]
    private let pitch: Double
    private let vibrato: Double
    private let skin: Colour
    private let blanket: Colour
    private let hair: Colour
    private let noiseSeed: UInt64

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        var wails: [(Double, Double, Double)] = []
        var start = random.uniform(-0.3...0.3)
        while start < seconds {
            let duration = random.uniform(0.6...1.2) / style.tempo
            wails.append((start, duration, random.uniform(0.85...1.15)))
            start += duration + random.uniform(0.1...0.35) / style.tempo
        }
        self.wails = wails
        pitch = 420 * style.pitch
        vibrato = random.uniform(5...9)
        skin = style.colour(hue: 0.06, saturation: random.uniform(0.2...0.6), value: random.uniform(0.55...0.98))
        blanket = style.colour(hue: random.uniform(0.45...0.95), saturation: 0.4, value: 0.85)
        hair = style.colour(hue: 0.08, saturation: 0.6, value: random.uniform(0.1...0.5))
        noiseSeed = random.next()
        surroundings = (
            style.colour(hue: 0.12, saturation: 0.15, value: 0.9), style.colour(hue: 0.6, saturation: 0.25, value: 0.8)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let open = opening(at: time)
        let shake = 0.02 * open * sin(40 * time)
        let (shade, dark) = (skin.scaled(0.82), Colour(0.12, 0.06, 0.06))
        canvas.ellipse(point(0, 1.15), radii: point(1.1, 0.55), blanket)
        for side in [-1.0, 1] { canvas.circle(point(side * 0.62 + shake, 0.02), radius: 0.13, shade) }
        canvas.ellipse(point(shake, -0.06 + 0.02 * open), radii: point(0.62, 0.7), skin)
        canvas.ellipse(point(shake, -0.66), radii: point(0.3, 0.12), hair)
        canvas.ellipse(point(0.1 + shake, -0.78), radii: point(0.07, 0.12), turn: 0.6, hair)
        for side in [-1.0, 1] {
            let eye = point(side * 0.26 + shake, -0.17)
            canvas.circle(point(side * 0.38 + shake, 0.12), radius: 0.14, Colour(0.9, 0.35, 0.35), alpha: 0.25 + 0.4 * open)
            canvas.line(eye + point(-0.12, -0.03 * side * open), eye + point(0.12, 0.03 * side * open), width: 0.05, dark)
            canvas.line(
                eye + point(-0.14, -0.16 + 0.06 * side * open), eye + point(0.14, -0.16 - 0.06 * side * open),
                width: 0.035, hair)
            let tear = (time * 0.7 + side * 0.2 + 1).truncatingRemainder(dividingBy: 1)
            canvas.ellipse(
                eye + point(side * 0.05, 0.08 + 0.4 * tear), radii: point(0.035, 0.06), Colour(0.6, 0.85, 1), alpha: open * (1 - tear))
        }
        canvas.circle(point(shake, 0.08), radius: 0.06, shade)
        let mouth = point(shake, 0.33 + 0.04 * open)
        canvas.ellipse(mouth, radii: point(0.16 + 0.08 * open, 0.04 + 0.2 * open), Colour(0.45, 0.08, 0.1))
        canvas.ellipse(mouth + point(0, 0.1 * open), radii: point(0.11, 0.02 + 0.07 * open), Colour(0.95, 0.45, 0.5))
    }

    func play(into sound: inout Sound) {
        let timbre: [Float] = [0.5, 1, 0.75, 0.35, 0.3, 0.3, 0.35, 0.25, 0.12, 0.06, 0.03]
        for (start, duration, height) in wails {
            sound.tone(from: start, lasting: duration, harmonics: timbre) { time in
                let course = 0.82 + 0.3 * sin(.pi * min(time / duration * 1.15, 1))
                return pitch * height * course * (1 + 0.025 * sin(2 * .pi * vibrato * time))
            } envelope: {
                Envelope.swell($0, duration, attack: 0.08, release: 0.18)
            }
            let gasp = Filter.bandPass(1_800, rate: sound.rate, resonance: 1)
            sound.noise(from: start + duration, lasting: 0.22, seed: noiseSeed, through: [gasp]) {
                0.25 * Envelope.arch($0, 0.22)
            }
        }
    }

    /// How far the mouth is open, 0...1.
    private func opening(at time: Double) -> Double {
        wails.reduce(0) { max($0, Envelope.swell(time - $1.start, $1.duration, attack: 0.12, release: 0.2)) }
    }
}
