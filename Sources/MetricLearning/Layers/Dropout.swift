import Tensors

/// Dropout: sets elements to zero at random in training and scales the others so that the mean stays.
///
/// One 64-bit draw serves four elements, so the rate is rounded to 1/65,536 (and the scale with it).
struct Dropout {
    private let threshold: UInt64
    /// What the kept elements are multiplied with.
    let scale: Float
    let stream: RandomStream
    /// 0 or the scale, by element of the last forward pass.
    private var mask: [Float] = []

    /// - Parameters:
    ///   - rate: share of the elements to drop, in 0..<1.
    ///   - stream: names the masks' own random stream.
    init(rate: Double, seed: UInt64, stream: String) {
        precondition((0..<1).contains(rate))
        threshold = UInt64((rate * 65_536).rounded())
        scale = Float(65_536 / Double(65_536 - threshold))
        self.stream = RandomStream(seed: seed, name: stream)
    }

    var isActive: Bool { threshold > 0 }

    mutating func forward(_ x: inout Matrix) {
        guard isActive else { return }
        draw(x.values.count)
        apply(to: &x)
    }

    func backward(_ gradient: inout Matrix) {
        if isActive { apply(to: &gradient) }
    }

    private func apply(to matrix: inout Matrix) {
        mask.withUnsafeBufferPointer { mask in
            matrix.values.withUnsafeMutableBufferPointer { values in
                for index in values.indices { values[index] *= mask[index] }
            }
        }
    }

    private mutating func draw(_ count: Int) {
        if mask.count != count { mask = [Float](repeating: 0, count: count) }
        var source = stream.generator
        mask.withUnsafeMutableBufferPointer { mask in
            for start in stride(from: 0, to: count, by: 4) {
                var bits = source.next()
                for index in start..<min(start + 4, count) {
                    mask[index] = bits & 0xffff < threshold ? 0 : scale
                    bits >>= 16
                }
            }
        }
        stream.generator = source
    }
}
