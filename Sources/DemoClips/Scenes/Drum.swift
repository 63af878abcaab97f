import Foundation
import Tensors

/// A drum kit seen from the front: sticks strike, skins flash, and every stroke is a low tone and a burst of noise.
struct Drum: Scene {
    static let name = "drum"

    /// Strokes on each of the three drums.
    private let strokes: [[Double]]
    private let tones: [Double]
    private let shell: Colour
    private let skin: Colour
    private let snare: Double
    private let seed: UInt64

    private static let places: [(x: Double, y: Double, radius: Double)] = [(-0.62, 0.05, 0.34), (0.02, 0.42, 0.46), (0.66, 0.0, 0.32)]

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        let beat = random.uniform(0.2...0.32) / style.tempo
        var strokes: [[Double]] = [[], [], []]
        for (index, time) in Rhythm.beats(every: beat, jitter: 0.06, until: seconds, random: &random).enumerated() {
            if index.isMultiple(of: 4) { strokes[1].append(time) }
            if index % 4 == 2 { strokes[0].append(time) }
            if random.uniform() < 0.4 { strokes[random.below(3)].append(time) }
        }
        self.strokes = strokes.map { $0.sorted() }
        tones = [190, 75, 140].map { $0 * style.pitch * random.uniform(0.85...1.15) }
        shell = style.colour(hue: random.uniform(-0.08...0.05), saturation: 0.8, value: random.uniform(0.45...0.85))
        skin = style.colour(hue: 0.12, saturation: 0.12, value: 0.92)
        snare = random.uniform(0.5...1.3)
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.7, saturation: 0.4, value: 0.3), style.colour(hue: 0.07, saturation: 0.4, value: 0.35)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        for (drum, place) in Self.places.enumerated() {
            let since = Rhythm.since(strokes[drum], time)
            let force = Envelope.decay(since, 0.09)
            let centre = point(place.x, place.y + 0.03 * force)
            canvas.circle(centre, radius: place.radius * 1.14, shell)
            canvas.ring(centre, radius: place.radius * 1.07, width: 0.035, .grey(0.8))
            canvas.circle(centre, radius: place.radius, skin.mixed(with: Colour(1, 0.85, 0.4), 0.8 * force).scaled(0.8 + 0.3 * force))
            canvas.ring(centre, radius: place.radius * min(0.95, 0.2 + since * 4), width: 0.04, .grey(0.35), alpha: force)
        }
        for (drum, side) in [(0, -1.0), (2, 1.0), (1, 0.4)] { drawStick(on: drum, side: side, time: time, canvas: &canvas) }
    }

    private func drawStick(on drum: Int, side: Double, time: Double, canvas: inout Canvas) {
        let next = strokes[drum].first { $0 > time } ?? .infinity
        let lift = min(1, min(Rhythm.since(strokes[drum], time) * 6, (next - time) * 9))
        let place = Self.places[drum]
        let tip = point(place.x + 0.05 * side, place.y - 0.08 - 0.4 * lift)
        let hand = point(place.x + 0.55 * side, place.y - 0.55 - 0.25 * lift)
        canvas.line(hand, tip, width: 0.05, Colour(0.85, 0.65, 0.35))
        canvas.circle(tip, radius: 0.05, Colour(0.95, 0.8, 0.5))
        canvas.circle(hand, radius: 0.09, Colour(0.85, 0.6, 0.5))
    }

    func play(into sound: inout Sound) {
        for (drum, times) in strokes.enumerated() {
            for (index, start) in times.enumerated() {
                let loudness = 0.7 + 0.3 * Rhythm.scatter(index, seed &+ UInt64(drum))
                sound.tone(from: start, lasting: 0.6, harmonics: [1, 0.35, 0.12]) {
                    tones[drum] * (1 + 0.7 * exp(-$0 / 0.025))
                } envelope: {
                    loudness * (drum == 1 ? 1.3 : 0.8) * Envelope.decay($0, drum == 1 ? 0.14 : 0.09)
                }
                let brightness = [2_800.0, 350, 1_100][drum]
                sound.noise(
                    from: start, lasting: 0.35, seed: seed &+ UInt64(index * 3 + drum),
                    through: [.bandPass(brightness, rate: sound.rate, resonance: 0.6)]
                ) { loudness * snare * Envelope.decay($0, 0.05) }
            }
        }
    }
}
