import Foundation
import Tensors

/// A stream of bright streaks between rocks, with broad rushing noise and bubbles.
struct WaterFlowing: Scene {
    static let name = "water_flowing"

    private let speed: Double
    /// Direction of the flow in radians, clockwise from rightwards.
    private let course: Double
    private let water: Colour
    private let rocks: [(place: Point, radii: Point, shade: Double)]
    private let bubbles: [(time: Double, pitch: Double)]
    private let centre: Double
    private let seed: UInt64

    let surroundings: (top: Colour, bottom: Colour)

    init(seconds: Double, style: SceneStyle, random: inout SeededGenerator) {
        speed = random.uniform(0.5...1.1) * style.tempo
        course = random.uniform(0.25...1.4)
        water = style.colour(hue: random.uniform(0.48...0.6), saturation: random.uniform(0.35...0.8), value: random.uniform(0.45...0.8))
        rocks = (0..<5).map { _ in
            let size = random.uniform(0.1...0.28)
            return (point(random.uniform(-1.2...1.2), random.uniform(-0.9...0.9)), point(size * 1.3, size), random.uniform(0.2...0.5))
        }
        centre = random.uniform(600...1_500) * style.pitch
        var bubbles: [(Double, Double)] = []
        var time = random.uniform(0...0.2)
        while time < seconds {
            bubbles.append((time, random.uniform(450...1_400) * style.pitch))
            time += random.uniform(0.03...0.22) / style.tempo
        }
        self.bubbles = bubbles
        seed = random.next()
        surroundings = (
            style.colour(hue: 0.3, saturation: 0.5, value: 0.4), style.colour(hue: 0.2, saturation: 0.4, value: 0.45)
        )
    }

    func draw(at time: Double, on canvas: inout Canvas) {
        let (along, across) = (point(cos(course), sin(course)), point(-sin(course), cos(course)))
        let banks = [(-2.4, -0.72), (2.4, -0.72), (2.4, 0.72), (-2.4, 0.72)]
        canvas.polygon(banks.map { along * Float($0.0) + across * Float($0.1) }, water)
        canvas.polygon(banks.map { along * Float($0.0) + across * Float($0.1 * 0.5) }, water.scaled(0.85), alpha: 0.5)
        for streak in 0..<46 { drawStreak(streak, time: time, along, across, on: &canvas) }
        for (index, rock) in rocks.enumerated() {
            let foam = 0.3 + 0.2 * sin(time * 7 + Double(index))
            canvas.ellipse(rock.place + Point(0.02, 0.05), radii: rock.radii * 1.15, .white, alpha: foam)
            canvas.ellipse(rock.place, radii: rock.radii, .grey(rock.shade))
            canvas.ellipse(rock.place - rock.radii * 0.25, radii: rock.radii * 0.5, .grey(rock.shade * 1.4), alpha: 0.6)
        }
    }

    private func drawStreak(_ streak: Int, time: Double, _ along: Point, _ across: Point, on canvas: inout Canvas) {
        let lane = Rhythm.scatter(streak, seed) * 1.4 - 0.7
        let haste = 1.15 - abs(lane) * 0.6
        let way = (speed * haste * time / 4 + Rhythm.scatter(streak, seed &+ 1)).truncatingRemainder(dividingBy: 1)
        let position = way * 4 - 2
        func place(_ shift: Double) -> Point {
            along * Float(position + shift) + across * Float(lane + 0.05 * sin(4 * (position + shift) + 6 * lane))
        }
        let size = 0.12 + 0.2 * Rhythm.scatter(streak, seed &+ 2)
        let brightness = streak.isMultiple(of: 3) ? 0.35 : 0.9
        canvas.line(place(0), place(size / 2), width: 0.03, water.mixed(with: .white, brightness), alpha: 0.8)
        canvas.line(place(size / 2), place(size), width: 0.03, water.mixed(with: .white, brightness), alpha: 0.8)
    }

    func play(into sound: inout Sound) {
        let (broad, bright) = (Filter.bandPass(centre, rate: sound.rate, resonance: 0.5), Filter.highPass(2_500, rate: sound.rate))
        sound.noise(seed: seed, through: [broad]) { 1 + 0.3 * sin(2.3 * $0 * speed) + 0.15 * sin(9.1 * $0) }
        sound.noise(seed: seed &+ 1, through: [bright]) { 0.25 + 0.1 * sin(5.7 * $0) }
        for bubble in bubbles {
            sound.tone(from: bubble.time, lasting: 0.09, harmonics: [0.6]) { bubble.pitch * (1 + 5 * $0) } envelope: {
                Envelope.swell($0, 0.09, attack: 0.01, release: 0.07)
            }
        }
    }
}
