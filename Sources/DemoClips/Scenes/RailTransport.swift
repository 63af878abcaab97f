import Foundation
import Tensors

/// A train whose cars and windows pass above the rails, with the double clack of its wheels on the joints.
struct RailTransport: Scene {
    static let name = "rail_transport"

    /// Scene units a second; negative to the left.
    private let speed: Double
    private let offset: Double
    private let clacks: [Double]
    private let cars: [Colour]
    private let windows: Colour
    private let pitch: Double
    private let hasHorn: Bool
    private let seed: UInt64

    private static let carLength = 2.3

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        speed = random.uniform(0.9...1.7) * style.tempo * (random.uniform() < 0.5 ? -1 : 1)
        offset = random.uniform(0...10)
        clacks = Rhythm.beats(every: random.uniform(0.38...0.6) / style.tempo, jitter: 0.05, until: seconds, random: &random)
        let body = style.colour(hue: random.uniform(-0.05...0.65), saturation: 0.65, value: random.uniform(0.4...0.8))
        cars = [body, body.mixed(with: .grey(0.5), 0.35), body.scaled(0.8)]
        windows = style.colour(hue: 0.14, saturation: random.uniform(0.1...0.5), value: random.uniform(0.5...1))
        pitch = style.pitch
        hasHorn = random.uniform() < 0.3
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.57, saturation: 0.25, value: 0.85), style.colour(hue: 0.1, saturation: 0.3, value: 0.4)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let travelled = speed * time + offset
        drawTrack(travelled, on: &canvas)
        let length = Self.carLength
        let first = Int(((-2.2 - travelled) / length).rounded(.down))
        for car in first..<(first + 4) { drawCar(car, left: Double(car) * length + travelled, on: &canvas) }
    }

    /// The rails lie still; the sleepers seem to run, as they do from a panning camera.
    private func drawTrack(_ travelled: Double, on canvas: inout Canvas) {
        let spacing = 0.3
        let shift = (-travelled * 0.6).truncatingRemainder(dividingBy: spacing)
        for sleeper in -7...7 {
            let x = Double(sleeper) * spacing + shift
            canvas.line(point(x, 0.62), point(x + x * 0.12, 0.9), width: 0.08, Colour(0.3, 0.2, 0.13))
        }
        for y in [0.66, 0.84] { canvas.line(point(-2.4, y), point(2.4, y), width: 0.045, .grey(0.7)) }
    }

    private func drawCar(_ car: Int, left: Double, on canvas: inout Canvas) {
        let right = left + Self.carLength - 0.1
        guard right > -2.4, left < 2.4 else { return }
        let body = cars[abs(car) % cars.count]
        canvas.line(point(left - 0.2, 0.45), point(right + 0.2, 0.45), width: 0.07, .grey(0.1))
        canvas.rectangle(point(left, -0.5), point(right, 0.48), body)
        canvas.rectangle(point(left, -0.58), point(right, -0.48), body.scaled(0.55))
        canvas.rectangle(point(left, 0.2), point(right, 0.28), body.mixed(with: .white, 0.7))
        for window in 0..<4 {
            let x = left + 0.18 + 0.5 * Double(window)
            canvas.rectangle(point(x, -0.34), point(x + 0.36, 0.05), windows)
        }
        for wheel in [0.3, 0.62, 1.5, 1.82] {
            canvas.circle(point(left + wheel, 0.54), radius: 0.13, .grey(0.12))
            canvas.circle(point(left + wheel, 0.54), radius: 0.05, .grey(0.5))
        }
    }

    func play(into sound: inout Sound) {
        sound.noise(seed: seed, through: [.lowPass(170 * pitch, rate: sound.rate), .lowPass(400, rate: sound.rate)]) { time in
            2.6 + 0.5 * sin(time * 2.1)
        }
        sound.noise(seed: seed &+ 1, through: [.bandPass(1_500, rate: sound.rate, resonance: 0.6)]) { _ in 0.16 }
        for (index, clack) in clacks.enumerated() {
            for (delay, loudness) in [(0.0, 1.0), (0.11 / max(0.5, abs(speed)), 0.75)] {
                for (band, strength) in [(320.0, 5.0), (850.0, 3.2)] {
                    let ring = Filter.bandPass(band * pitch, rate: sound.rate, resonance: 4)
                    sound.noise(from: clack + delay, lasting: 0.18, seed: seed &+ UInt64(index), through: [ring]) {
                        loudness * strength * Envelope.decay($0, 0.035)
                    }
                }
            }
        }
        guard hasHorn else { return }
        for note in [311.0, 370] {
            sound.tone(from: 0.4, lasting: 1.1, harmonics: [0.3, 0.25, 0.15, 0.08]) { _ in note * pitch } envelope: {
                Envelope.swell($0, 1.1, attack: 0.1, release: 0.3)
            }
        }
    }
}
