import Tensors

/// The rectified linear unit, `max(x, 0)`, in place.
enum Rectifier {
    static func forward(_ x: inout Matrix) {
        x.values.withUnsafeMutableBufferPointer { x in
            for index in x.indices { x[index] = max(x[index], 0) }
        }
    }
}
