import Foundation
import Tensors

/// The hyperbolic tangent, in place.
enum HyperbolicTangent {
    static func forward(_ x: inout Matrix) {
        x.values.withUnsafeMutableBufferPointer { x in
            for index in x.indices { x[index] = tanh(x[index]) }
        }
    }

    /// Turns the gradient of the output y into that of the input, `dy (1 - y^2)`.
    ///
    /// - Parameters:
    ///   - output: `scale y`; where dropout set it to zero, the gradient is zero already.
    ///   - scale: what dropout multiplied what it kept with.
    static func backward(_ gradient: inout Matrix, output: Matrix, scale: Float) {
        output.values.withUnsafeBufferPointer { output in
            gradient.values.withUnsafeMutableBufferPointer { gradient in
                for index in gradient.indices {
                    let y = output[index] / scale
                    gradient[index] *= 1 - y * y
                }
            }
        }
    }
}
