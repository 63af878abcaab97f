import Tensors

/// The rectified linear unit, `max(x, 0)`, in place.
enum Rectifier {
    static func forward(_ x: inout Matrix) {
        x.values.withUnsafeMutableBufferPointer { x in
            for index in x.indices { x[index] = max(x[index], 0) }
        }
    }

    /// Turns the gradient of the output into that of the input.
    ///
    /// - Parameter output: what the forward pass gave; dropout may have scaled it since, or set more of it to zero.
    static func backward(_ gradient: inout Matrix, output: Matrix) {
        output.values.withUnsafeBufferPointer { output in
            gradient.values.withUnsafeMutableBufferPointer { gradient in
                let vectors = gradient.count / 8 * 8
                for index in stride(from: 0, to: vectors, by: 8) {
                    let passed = output.eight(at: index) .> 0
                    gradient.setEight(at: index, to: SIMD8<Float>.zero.replacing(with: gradient.eight(at: index), where: passed))
                }
                for index in vectors..<gradient.count where !(output[index] > 0) { gradient[index] = 0 }
            }
        }
    }
}
