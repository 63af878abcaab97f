import Settings
import Tensors

/// Stochastic gradient descent with momentum.
///
/// **Source**: Polyak 1964 in the form of torch.optim.SGD (no dampening): `b = momentum b + g`, `x -= rate b`. Weight decay is
/// decoupled, `x -= rate decay x`, which is not torch's default (that adds it to the gradient).
struct GradientDescent: Optimiser {
    static let name = "sgd"

    private let parameters: [Parameter]
    private let momentum: Float
    private let weightDecay: Double
    var state = OptimiserState()

    private static let moves = "moves"

    static func read(_ section: Section, into settings: inout OptimiserSettings) throws(SettingsError) {
        settings.momentum = try section.number("momentum", default: settings.momentum, in: 0...0.9999)
    }

    init(_ parameters: [Parameter], _ settings: OptimiserSettings) {
        self.parameters = parameters
        momentum = Float(settings.momentum)
        weightDecay = settings.weightDecay
        state.averages[Self.moves] = parameters.map { [Float](repeating: 0, count: $0.value.values.count) }
    }

    mutating func update(rate: Double, scale: Float) {
        state.steps += 1
        var moves = state.averages.removeValue(forKey: Self.moves) ?? []
        let keep = Float(1 - rate * weightDecay), step = Float(rate)
        for (index, parameter) in parameters.enumerated() {
            parameter.gradient.values.withUnsafeBufferPointer { gradient in
                parameter.value.values.withUnsafeMutableBufferPointer { value in
                    moves[index].withUnsafeMutableBufferPointer { move in
                        for place in value.indices {
                            move[place] = momentum * move[place] + gradient[place] * scale
                            value[place] = value[place] * keep - step * move[place]
                        }
                    }
                }
            }
        }
        state.averages[Self.moves] = moves
    }
}
