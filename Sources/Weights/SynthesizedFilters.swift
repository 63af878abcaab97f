import ArrayFiles

/// Random filters of a convolution or dense layer that keep pictures and sounds apart through many layers.
///
/// He-scaled normal filters alone do not: every rectified activation is positive, so all inputs soon share one large mean
/// direction. Each filter therefore gives up most of its own mean and answers contrast; giving up all of it would make deep
/// networks chaotic, so that like inputs drift apart as far as unlike ones. In wide layers most of a filter's energy is one
/// draw a channel under a smooth window, for independent draws a pixel would whiten what the next layers see, and the
/// final average over positions would level it.
struct SynthesizedFilters {
    /// Share of its mean a convolution's filter gives up.
    private static let centring: Float = 0.5
    /// The same for dense layers, of which networks have too few to become chaotic.
    private static let denseCentring: Float = 0.9
    /// Share of a wide spatial filter's energy that is smooth.
    private static let smoothness: Float = 0.7
    /// Input channels above which a spatial filter is smooth.
    private static let widestRough = 64

    /// What the layer's output varies by when its input is a rectified unit normal; batch normalisation divides by it.
    let outputVariance: Float
    let values: [Float]

    /// - Parameter shape: [out, in] or [out, in, height, width].
    init(shape: [Int], stream: inout NormalStream) {
        let (channels, area) = (shape[1], shape.dropFirst(2).reduce(1, *))
        let fanIn = channels * area
        // A layer that reads the picture or the spectrogram itself sees signed values and must not lose their level.
        let readsInput = channels <= 3
        let isSmooth = area > 1 && channels > Self.widestRough
        let deviation = (2 / Float(fanIn)).squareRoot() * (isSmooth ? (1 - Self.smoothness).squareRoot() : 1)
        var filters = stream.draw(shape[0] * fanIn)
        for index in filters.indices { filters[index] *= deviation }
        if isSmooth {
            Self.addSmooth(to: &filters, window: Self.window(height: shape[2], width: shape[3]), channels: channels, stream: &stream)
        }
        if !readsInput { Self.centre(&filters, fanIn: fanIn, by: shape.count == 2 ? Self.denseCentring : Self.centring) }
        values = filters
        // A smooth window averages neighbours that are not alike, and a centred filter loses the mean's part.
        outputVariance = readsInput ? 0.5 : isSmooth ? 0.62 : 0.84
    }

    private static func addSmooth(to filters: inout [Float], window: [Float], channels: Int, stream: inout NormalStream) {
        let deviation = (2 * smoothness / Float(channels)).squareRoot()
        let gains = stream.draw(filters.count / window.count)
        filters.withUnsafeMutableBufferPointer { filters in
            for (index, gain) in gains.enumerated() {
                let plane = filters.baseAddress! + index * window.count
                for tap in window.indices { plane[tap] += gain * deviation * window[tap] }
            }
        }
    }

    /// A triangle or its like on each axis, summing to 1.
    private static func window(height: Int, width: Int) -> [Float] {
        func axis(_ length: Int) -> [Float] {
            let weights = (1...length).map { Float(min($0, length + 1 - $0)) }
            let sum = weights.reduce(0, +)
            return weights.map { $0 / sum }
        }
        let columns = axis(width)
        return axis(height).flatMap { row in columns.map { row * $0 } }
    }

    private static func centre(_ filters: inout [Float], fanIn: Int, by centring: Float) {
        filters.withUnsafeMutableBufferPointer { filters in
            for start in stride(from: 0, to: filters.count, by: fanIn) {
                var sum: Double = 0
                for index in start..<(start + fanIn) { sum += Double(filters[index]) }
                let offset = centring * Float(sum / Double(fanIn))
                for index in start..<(start + fanIn) { filters[index] -= offset }
            }
        }
    }
}
