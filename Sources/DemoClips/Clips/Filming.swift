import Foundation
import Tensors

/// The conditions under which a clip's pictures are taken; all but the size vary the more, the more classes overlap.
struct Filming: Sendable {
    static let frameRate = 25
    private static let sizes = [(192, 144), (224, 160), (240, 176), (256, 192), (288, 192), (320, 240)]

    let width: Int
    let height: Int

    private let view: Camera
    private let drift: Point
    private let shake: Double
    private let shakeSeed: UInt64
    private let softness: Float
    private let opacity: Float
    private let exposure: Exposure
    private let surroundings: Surroundings
    private let distraction: any Scene
    private let distractionView: Camera
    private let distractionOpacity: Float

    /// - Parameter surroundings: the colours, top and bottom, that fit what is filmed.
    init(
        surroundings: (top: Colour, bottom: Colour)?, distraction: any Scene, overlap: Double, random: inout SeededGenerator
    ) {
        (width, height) = Self.sizes[random.below(Self.sizes.count)]
        let size = (width: Double(width), height: Double(height))
        func framing(reach: Double, zoom: Double) -> Camera {
            Camera(
                centre: point(
                    size.width * (0.5 + reach * random.uniform(-1...1)), size.height * (0.5 + 0.7 * reach * random.uniform(-1...1))),
                scale: Float(size.height / 2 * zoom), roll: Float(random.normal() * 0.15 * overlap), isMirrored: random.uniform() < 0.5)
        }
        view = framing(reach: 0.06 + 0.22 * overlap, zoom: random.uniform((0.85 - 0.35 * overlap)...(0.95 + 0.2 * overlap)))
        drift = point(random.normal() * 0.06 * overlap, random.normal() * 0.04 * overlap) * Float(height)
        shake = overlap * random.uniform(0...0.02) * size.height
        shakeSeed = random.next()
        softness = Float(1 + 5 * overlap * random.uniform() * random.uniform())
        opacity = Float(1 - overlap * random.uniform(0...0.7))
        exposure = Exposure(overlap: overlap, random: &random)
        self.surroundings = Surroundings(typical: surroundings, overlap: overlap, random: &random)
        self.distraction = distraction
        distractionView = framing(reach: 0.4, zoom: random.uniform(0.3...0.8))
        distractionOpacity = random.uniform() < 1.2 * overlap ? Float(random.uniform(0.2...1)) : 0
    }

    /// What lies behind everything, `height * width * 3` bytes: the same in every frame.
    func backdrop() -> [UInt8] { surroundings.paint(width: width, height: height) }

    /// A frame, with what `draw` paints on it in sight.
    func shoot(_ frame: Int, over backdrop: [UInt8], _ draw: (inout Canvas) -> Void) -> RGBImage {
        let time = Double(frame) / Double(Self.frameRate)
        let sway = drift * Float(time) + point(jolt(frame, 0), jolt(frame, 1))
        var canvas = Canvas(width: width, height: height, pixels: backdrop, camera: moved(distractionView, by: sway))
        canvas.softness = softness
        canvas.opacity = distractionOpacity
        if distractionOpacity > 0 { distraction.draw(at: time, on: &canvas) }
        canvas.camera = moved(view, by: sway)
        canvas.opacity = opacity
        draw(&canvas)
        exposure.develop(&canvas.pixels, frame: frame)
        return RGBImage(width: width, height: height, pixels: canvas.pixels)
    }

    /// The camera's tremble along one axis, in pixels.
    private func jolt(_ frame: Int, _ axis: UInt64) -> Double { shake * (2 * Rhythm.scatter(frame, shakeSeed &+ axis) - 1) }

    private func moved(_ camera: Camera, by offset: Point) -> Camera {
        var camera = camera
        camera.centre += offset
        return camera
    }
}
