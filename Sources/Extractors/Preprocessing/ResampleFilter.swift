/// Pillow's antialiased bilinear filter along one axis, for a stretch of the output.
///
/// Output i reads `tapCount` inputs from `starts[i]` on, weighted by `weights[i * tapCount...]` in 22-bit fixed point; the
/// weights past an output's own taps are zero, and every tap lies inside the input.
///
/// **Source**: Pillow's `Resample.c` (8-bit path), whose roundings are followed exactly: the triangle is widened by the
/// scale when shrinking, and its weights are normalised in double and then rounded to the nearest.
struct ResampleFilter: Sendable {
    static let fractionBits: Int32 = 22

    let starts: [Int]
    let weights: [Int32]
    let tapCount: Int

    /// - Parameters:
    ///   - inputs: length of the axis before resizing.
    ///   - outputs: its length afterwards.
    ///   - range: the outputs that are wanted.
    init(inputs: Int, outputs: Int, range: Range<Int>) {
        let scale = Double(inputs) / Double(outputs)
        let support = max(scale, 1)
        let tapCount = min(inputs, Int(support.rounded(.up)) * 2 + 1)
        var starts: [Int] = []
        var weights: [Int32] = []
        for output in range {
            let center = (Double(output) + 0.5) * scale
            let first = max(0, Int(center - support + 0.5))
            let last = min(inputs, Int(center + support + 0.5))
            let triangle = (first..<last).map { max(0, 1 - abs((Double($0) - center + 0.5) / support)) }
            let sum = triangle.reduce(0, +)
            let fixed = triangle.map { Int32($0 / sum * Double(1 << Self.fractionBits) + 0.5) }
            let start = min(first, inputs - tapCount)   // near the far edge the row of taps is moved back inside
            weights.append(contentsOf: repeatElement(0, count: first - start))
            weights.append(contentsOf: fixed)
            weights.append(contentsOf: repeatElement(0, count: tapCount - fixed.count - (first - start)))
            starts.append(start)
        }
        self.starts = starts
        self.weights = weights
        self.tapCount = tapCount
    }

    /// The inputs that any of the outputs reads.
    var inputRange: Range<Int> { (starts.min() ?? 0)..<((starts.max() ?? 0) + tapCount) }
}
