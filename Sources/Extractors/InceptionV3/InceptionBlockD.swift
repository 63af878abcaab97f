import Inference
import Kernels

extension InceptionGraph {
    /// From 17 x 17 to 8 x 8. Torchvision's InceptionD.
    mutating func blockD(_ name: String, _ x: NetworkGraph.Activation) -> NetworkGraph.Activation {
        graph.beginStage()
        var branch3x3 = graph.convolution("\(name).branch3x3_1", x, channels: 192, kernel: Extent(1))
        branch3x3 = graph.convolution("\(name).branch3x3_2", branch3x3, channels: 320, kernel: Extent(3), stride: 2)

        var branch7x7x3 = graph.convolution("\(name).branch7x7x3_1", x, channels: 192, kernel: Extent(1))
        branch7x7x3 = alongRows("\(name).branch7x7x3_2", branch7x7x3, 192)
        branch7x7x3 = alongColumns("\(name).branch7x7x3_3", branch7x7x3, 192)
        branch7x7x3 = graph.convolution("\(name).branch7x7x3_4", branch7x7x3, channels: 192, kernel: Extent(3), stride: 2)

        let pooled = graph.pooling(.maximum, x, window: Extent(3), stride: 2)
        return graph.concatenation([branch3x3, branch7x7x3, pooled])
    }
}
