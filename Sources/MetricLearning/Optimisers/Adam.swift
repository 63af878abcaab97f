import Dispatch
import Foundation
import Settings
import Tensors

/// Adam with bias correction; with weight decay, AdamW.
///
/// **Source**: Kingma and Ba, arXiv 1412.6980; epsilon is added after the correction, as torch.optim.Adam does. Decay is decoupled
/// from the gradient (Loshchilov and Hutter, arXiv 1711.05101), as in torch.optim.AdamW.
struct Adam: Optimiser {
    static let name = "adam"

    private let beta1: Double
    private let beta2: Double
    private let weightDecay: Double
    private let epsilon = 1e-8
    private let parameters: [Parameter]
    private var first: [[Float]]
    private var second: [[Float]]
    private var step = 0

    static func read(_ section: Section, into settings: inout OptimiserSettings) throws(SettingsError) {
        settings.beta1 = try section.number("beta1", default: settings.beta1, in: 0...0.9999)
        settings.beta2 = try section.number("beta2", default: settings.beta2, in: 0...0.99999)
    }

    init(_ parameters: [Parameter], _ settings: OptimiserSettings = OptimiserSettings()) {
        self.parameters = parameters
        beta1 = settings.beta1
        beta2 = settings.beta2
        weightDecay = settings.weightDecay
        first = parameters.map { [Float](repeating: 0, count: $0.value.values.count) }
        second = first
    }

    var state: OptimiserState {
        get { OptimiserState(steps: step, averages: ["first": first, "second": second]) }
        set {
            step = newValue.steps
            first = newValue.averages["first"] ?? first
            second = newValue.averages["second"] ?? second
        }
    }

    mutating func update(rate: Double, scale: Float = 1) {
        step += 1
        let move = AdamStep(
            beta1: Float(beta1), beta2: Float(beta2), fresh1: Float(1 - beta1), fresh2: Float(1 - beta2), scale: scale,
            rate: Float(rate / (1 - pow(beta1, Double(step)))), correction: Float(1 / (1 - pow(beta2, Double(step))).squareRoot()),
            epsilon: Float(epsilon), keep: Float(1 - rate * weightDecay))
        for (index, parameter) in parameters.enumerated() {
            parameter.gradient.values.withUnsafeBufferPointer { gradient in
                parameter.value.values.withUnsafeMutableBufferPointer { value in
                    first[index].withUnsafeMutableBufferPointer { first in
                        second[index].withUnsafeMutableBufferPointer { second in
                            // disjoint ranges, each element alone: the split does not change a bit
                            nonisolated(unsafe) let (g, p, m, v) = (gradient, value, first, second)
                            inParallel(p.count) { move.apply(to: $0, g, p, m, v) }
                        }
                    }
                }
            }
        }
    }
}

/// The constants of one step.
private struct AdamStep: Sendable {
    let beta1: Float
    let beta2: Float
    let fresh1: Float
    let fresh2: Float
    let scale: Float
    let rate: Float
    let correction: Float
    let epsilon: Float
    /// What weight decay leaves of a parameter.
    let keep: Float

    func apply(
        to range: Range<Int>, _ gradient: UnsafeBufferPointer<Float>, _ value: UnsafeMutableBufferPointer<Float>,
        _ first: UnsafeMutableBufferPointer<Float>, _ second: UnsafeMutableBufferPointer<Float>
    ) {
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let slope = gradient.eight(at: index) * scale
            let m = beta1 * first.eight(at: index) + fresh1 * slope
            let v = beta2 * second.eight(at: index) + fresh2 * slope * slope
            first.setEight(at: index, to: m)
            second.setEight(at: index, to: v)
            value.setEight(at: index, to: value.eight(at: index) * keep - rate * m / (v.squareRoot() * correction + epsilon))
            index += 8
        }
        for index in index..<range.upperBound {
            let slope = gradient[index] * scale
            first[index] = beta1 * first[index] + fresh1 * slope
            second[index] = beta2 * second[index] + fresh2 * slope * slope
            value[index] = value[index] * keep - rate * first[index] / (second[index].squareRoot() * correction + epsilon)
        }
    }
}

/// Calls `body` on parts of `0..<count`, large counts on more than one core.
private func inParallel(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let part = 1 << 18
    let parts = (count + part - 1) / part
    guard parts > 1 else { return body(0..<count) }
    DispatchQueue.concurrentPerform(iterations: parts) { body(($0 * part)..<min(($0 + 1) * part, count)) }
}
