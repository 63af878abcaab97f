import ArrayFiles
import Inference

extension WeightSource {
    /// The weights of a bias-free convolution and of the batch normalisation after it as one convolution with bias.
    ///
    /// With s = scale / sqrt(variance + epsilon): weights w s, bias shift - mean s; in double precision, rounded once. A
    /// normalisation without a scale has 1.
    ///
    /// Source: Ioffe and Szegedy, arXiv:1502.03167, section 3.1.
    ///
    /// - Parameters:
    ///   - convolution: the layer whose tensor is called `<convolution>.weight`.
    ///   - normalization: the layer whose tensors are called `<normalization>.weight` (the scale), `.bias`, `.running_mean`
    ///     and `.running_var`.
    func foldingBatchNormalization(convolution: String, normalization: String, epsilon: Double) -> LayerParameters {
        let shift = values(normalization + ".bias")
        let hasScale = floatShape(of: normalization + ".weight") != nil
        let scale = hasScale ? values(normalization + ".weight") : [Float](repeating: 1, count: shift.count)
        let mean = values(normalization + ".running_mean")
        let variance = values(normalization + ".running_var")
        var weights = values(convolution + ".weight")
        var bias = [Float](repeating: 0, count: scale.count)
        let size = weights.count / scale.count
        for channel in scale.indices {
            let factor = Double(scale[channel]) / (Double(variance[channel]) + epsilon).squareRoot()
            bias[channel] = Float(Double(shift[channel]) - Double(mean[channel]) * factor)
            for index in (channel * size)..<((channel + 1) * size) { weights[index] = Float(Double(weights[index]) * factor) }
        }
        return LayerParameters(weights: weights, bias: bias)
    }
}
