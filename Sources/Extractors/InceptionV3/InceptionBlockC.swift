import Inference
import Kernels

extension InceptionGraph {
    /// 17 x 17, with 7 x 7 filters split into rows and columns; `channels` wide in between. Torchvision's InceptionC.
    mutating func blockC(_ name: String, _ x: NetworkGraph.Activation, channels: Int) -> NetworkGraph.Activation {
        graph.beginStage()
        let branch1x1 = graph.convolution("\(name).branch1x1", x, channels: 192, kernel: Extent(1))

        var branch7x7 = graph.convolution("\(name).branch7x7_1", x, channels: channels, kernel: Extent(1))
        branch7x7 = alongRows("\(name).branch7x7_2", branch7x7, channels)
        branch7x7 = alongColumns("\(name).branch7x7_3", branch7x7, 192)

        var double7x7 = graph.convolution("\(name).branch7x7dbl_1", x, channels: channels, kernel: Extent(1))
        double7x7 = alongColumns("\(name).branch7x7dbl_2", double7x7, channels)
        double7x7 = alongRows("\(name).branch7x7dbl_3", double7x7, channels)
        double7x7 = alongColumns("\(name).branch7x7dbl_4", double7x7, channels)
        double7x7 = alongRows("\(name).branch7x7dbl_5", double7x7, 192)

        let pooled = samePooling(variant.averageRule, x)
        let branchPool = graph.convolution("\(name).branch_pool", pooled, channels: 192, kernel: Extent(1))
        return graph.concatenation([branch1x1, branch7x7, double7x7, branchPool])
    }

    /// 1 x 7.
    mutating func alongRows(_ name: String, _ x: NetworkGraph.Activation, _ channels: Int) -> NetworkGraph.Activation {
        graph.convolution(name, x, channels: channels, kernel: Extent(height: 1, width: 7), padding: Extent(height: 0, width: 3))
    }

    /// 7 x 1.
    mutating func alongColumns(_ name: String, _ x: NetworkGraph.Activation, _ channels: Int) -> NetworkGraph.Activation {
        graph.convolution(name, x, channels: channels, kernel: Extent(height: 7, width: 1), padding: Extent(height: 3, width: 0))
    }
}
