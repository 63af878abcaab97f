import Foundation
import Tensors

/// What stands behind a scene: a gradient, blotches of light and shade, and clutter.
struct Surroundings: Sendable {
    private let top: Colour
    private let bottom: Colour
    private let blotches: [(place: SIMD2<Double>, size: Double, strength: Double)]
    private let clutter: [(place: SIMD2<Double>, radii: Point, turn: Double, colour: Colour)]

    /// - Parameter typical: the colours that fit the class; how far they hold depends on `overlap`.
    init(typical: (top: Colour, bottom: Colour)?, overlap: Double, random: inout SeededGenerator) {
        func any() -> Colour { Colour(hue: random.uniform(), saturation: random.uniform(0...0.7), value: random.uniform(0.1...0.95)) }
        let freedom = min(1, 1.6 * overlap * random.uniform())
        let (anyTop, anyBottom) = (any(), any())
        top = (typical?.top ?? anyTop).mixed(with: anyTop, freedom)
        bottom = (typical?.bottom ?? anyBottom).mixed(with: anyBottom, freedom)
        blotches = (0..<6).map { _ in
            (SIMD2(random.uniform(), random.uniform()), random.uniform(0.15...0.5), random.uniform(-1...1) * (0.1 + 0.25 * overlap))
        }
        clutter = (0..<random.below(1 + Int(14 * overlap))).map { _ in
            (
                SIMD2(random.uniform(), random.uniform()), point(random.uniform(0.03...0.25), random.uniform(0.03...0.25)),
                random.uniform(0...Double.pi), any()
            )
        }
    }

    /// Interleaved RGB bytes.
    func paint(width: Int, height: Int) -> [UInt8] {
        var canvas = Canvas(width: width, height: height, pixels: gradient(width: width, height: height), camera: Camera(
            centre: point(0, 0), scale: Float(height), roll: 0, isMirrored: false))
        let aspect = Double(width) / Double(height)
        canvas.softness = 2
        for piece in clutter {
            canvas.ellipse(point(piece.place.x * aspect, piece.place.y), radii: piece.radii, turn: piece.turn, piece.colour, alpha: 0.7)
        }
        return canvas.pixels
    }

    private func gradient(width: Int, height: Int) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for row in 0..<height {
            let y = (Double(row) + 0.5) / Double(height)
            let colour = top.mixed(with: bottom, y)
            for column in 0..<width {
                let bytes = colour.scaled(light(at: SIMD2((Double(column) + 0.5) / Double(width), y))).bytes
                for channel in 0..<3 { pixels.append(UInt8(bytes[channel])) }
            }
        }
        return pixels
    }

    /// Brightness relative to the gradient's.
    private func light(at place: SIMD2<Double>) -> Double {
        blotches.reduce(1) { light, blotch in
            let offset = (place - blotch.place) / blotch.size
            return light + blotch.strength * exp(-(offset * offset).sum())
        }
    }
}
