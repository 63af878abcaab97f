import Inference
import Kernels

extension InceptionGraph {
    /// 8 x 8, with branches that fork into a row and a column filter. Torchvision's InceptionE.
    mutating func blockE(_ name: String, _ x: NetworkGraph.Activation, pool rule: PoolingRule) -> NetworkGraph.Activation {
        graph.beginStage()
        let branch1x1 = graph.convolution("\(name).branch1x1", x, channels: 320, kernel: Extent(1))

        let single = graph.convolution("\(name).branch3x3_1", x, channels: 384, kernel: Extent(1))
        let branch3x3 = fork("\(name).branch3x3_2", single)

        var double = graph.convolution("\(name).branch3x3dbl_1", x, channels: 448, kernel: Extent(1))
        double = graph.convolution("\(name).branch3x3dbl_2", double, channels: 384, kernel: Extent(3), padding: Extent(1))
        let double3x3 = fork("\(name).branch3x3dbl_3", double)

        let pooled = samePooling(rule, x)
        let branchPool = graph.convolution("\(name).branch_pool", pooled, channels: 192, kernel: Extent(1))
        return graph.concatenation([branch1x1, branch3x3, double3x3, branchPool])
    }

    /// `name` + `a`, 1 x 3, beside `name` + `b`, 3 x 1.
    private mutating func fork(_ name: String, _ x: NetworkGraph.Activation) -> NetworkGraph.Activation {
        let row = graph.convolution(
            name + "a", x, channels: 384, kernel: Extent(height: 1, width: 3), padding: Extent(height: 0, width: 1))
        let column = graph.convolution(
            name + "b", x, channels: 384, kernel: Extent(height: 3, width: 1), padding: Extent(height: 1, width: 0))
        return graph.concatenation([row, column])
    }
}
