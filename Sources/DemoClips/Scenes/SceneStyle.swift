import Foundation
import Tensors

/// How one clip bends what is typical of its class.
struct SceneStyle: Sendable {
    /// 0: the colours typical of the class; 1: any colour.
    let colourFreedom: Double
    /// Factor on every speed.
    let tempo: Double
    /// Factor on every frequency.
    let pitch: Double

    private let hueShift: Double

    init(overlap: Double, random: inout SeededGenerator) {
        colourFreedom = overlap * random.uniform()
        hueShift = random.uniform(-0.5...0.5)
        tempo = exp(random.normal() * (0.08 + 0.3 * overlap))
        pitch = exp(random.normal() * (0.06 + 0.3 * overlap))
    }

    /// A colour of the class, turned and washed out as this clip has it.
    func colour(hue: Double, saturation: Double, value: Double) -> Colour {
        Colour(
            hue: hue + hueShift * colourFreedom, saturation: saturation * (1 - 0.4 * colourFreedom),
            value: value * (1 - 0.25 * colourFreedom))
    }
}
