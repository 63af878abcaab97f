import Inference
import Kernels

extension InceptionGraph {
    /// From 35 x 35 to 17 x 17. Torchvision's InceptionB.
    mutating func blockB(_ name: String, _ x: NetworkGraph.Activation) -> NetworkGraph.Activation {
        graph.beginStage()
        let branch3x3 = graph.convolution("\(name).branch3x3", x, channels: 384, kernel: Extent(3), stride: 2)

        var double3x3 = graph.convolution("\(name).branch3x3dbl_1", x, channels: 64, kernel: Extent(1))
        double3x3 = graph.convolution("\(name).branch3x3dbl_2", double3x3, channels: 96, kernel: Extent(3), padding: Extent(1))
        double3x3 = graph.convolution("\(name).branch3x3dbl_3", double3x3, channels: 96, kernel: Extent(3), stride: 2)

        let pooled = graph.pooling(.maximum, x, window: Extent(3), stride: 2)
        return graph.concatenation([branch3x3, double3x3, pooled])
    }
}
