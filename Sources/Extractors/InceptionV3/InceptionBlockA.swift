import Inference
import Kernels

extension InceptionGraph {
    /// 35 x 35: 1 x 1, 5 x 5, two 3 x 3 and a pool branch, side by side. Torchvision's InceptionA.
    mutating func blockA(_ name: String, _ x: NetworkGraph.Activation, poolChannels: Int) -> NetworkGraph.Activation {
        graph.beginStage()
        let branch1x1 = graph.convolution("\(name).branch1x1", x, channels: 64, kernel: Extent(1))

        var branch5x5 = graph.convolution("\(name).branch5x5_1", x, channels: 48, kernel: Extent(1))
        branch5x5 = graph.convolution("\(name).branch5x5_2", branch5x5, channels: 64, kernel: Extent(5), padding: Extent(2))

        var double3x3 = graph.convolution("\(name).branch3x3dbl_1", x, channels: 64, kernel: Extent(1))
        double3x3 = graph.convolution("\(name).branch3x3dbl_2", double3x3, channels: 96, kernel: Extent(3), padding: Extent(1))
        double3x3 = graph.convolution("\(name).branch3x3dbl_3", double3x3, channels: 96, kernel: Extent(3), padding: Extent(1))

        let pooled = samePooling(variant.averageRule, x)
        let branchPool = graph.convolution("\(name).branch_pool", pooled, channels: poolChannels, kernel: Extent(1))
        return graph.concatenation([branch1x1, branch5x5, double3x3, branchPool])
    }
}
