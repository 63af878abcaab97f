import Foundation

/// A second-order filter in transposed direct form II.
///
/// Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
struct Filter: Sendable {
    private let b0, b1, b2, a1, a2: Float
    private var z1: Float = 0
    private var z2: Float = 0

    private enum Kind { case lowPass, highPass, bandPass }

    /// Passes what lies below `cutoff` (Hz).
    static func lowPass(_ cutoff: Double, rate: Double, resonance: Double = 0.707) -> Filter {
        Filter(.lowPass, cutoff, rate, resonance)
    }

    /// Passes what lies above `cutoff` (Hz).
    static func highPass(_ cutoff: Double, rate: Double, resonance: Double = 0.707) -> Filter {
        Filter(.highPass, cutoff, rate, resonance)
    }

    /// Passes a band around `centre` (Hz), `centre / resonance` wide, with gain 1 in its middle.
    static func bandPass(_ centre: Double, rate: Double, resonance: Double) -> Filter {
        Filter(.bandPass, centre, rate, resonance)
    }

    private init(_ kind: Kind, _ frequency: Double, _ rate: Double, _ resonance: Double) {
        let angle = 2 * .pi * min(max(frequency, 5), rate * 0.47) / rate
        let (cosine, alpha) = (cos(angle), sin(angle) / (2 * resonance))
        let numerator: (Double, Double, Double) = switch kind {
        case .lowPass: ((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2)
        case .highPass: ((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2)
        case .bandPass: (alpha, 0, -alpha)
        }
        let scale = 1 / (1 + alpha)
        b0 = Float(numerator.0 * scale)
        b1 = Float(numerator.1 * scale)
        b2 = Float(numerator.2 * scale)
        a1 = Float(-2 * cosine * scale)
        a2 = Float((1 - alpha) * scale)
    }

    mutating func callAsFunction(_ input: Float) -> Float {
        let output = b0 * input + z1
        z1 = b1 * input - a1 * output + z2
        z2 = b2 * input - a2 * output
        return output
    }
}
