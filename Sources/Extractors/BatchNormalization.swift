import Inference
import ArrayFiles
import Tensors

extension WeightSource {
    /// A bias-free convolution's weights and the batch normalisation after it as one convolution with bias.
    ///
    /// With s = scale / sqrt(variance + 0.001): weights w s, bias shift - mean s; in double precision, rounded once. A layer
    /// without a scale has 1.
    ///
    /// Source: Ioffe and Szegedy, arXiv:1502.03167, section 3.1; epsilon of all variants of Inception V3.
    func foldingBatchNormalization(_ layer: String) -> LayerParameters {
        let epsilon = 0.001
        let shift = values(layer + ".bn.bias")
        let scale = floatShape(of: layer + ".bn.weight") == nil ? [Float](repeating: 1, count: shift.count) : values(layer + ".bn.weight")
        let mean = values(layer + ".bn.running_mean")
        let variance = values(layer + ".bn.running_var")
        var weights = values(layer + ".conv.weight")
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
