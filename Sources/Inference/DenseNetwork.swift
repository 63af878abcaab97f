public import Kernels

/// Fully connected layers, one after the other, made ready for this CPU.
///
/// They read all their weights for every batch, so rows pass in batches; a batch has a fixed number of rows, whatever it
/// holds, so that a row's bits do not depend on how many there are.
public final class DenseNetwork: Sendable {
    /// One layer: its name in the parameters, how wide its output is, and whether a ReLU follows.
    public struct Layer: Sendable {
        public let name: String
        public let outputs: Int
        public let relu: Bool

        public init(name: String, outputs: Int, relu: Bool = true) {
            self.name = name
            self.outputs = outputs
            self.relu = relu
        }
    }

    /// Rows in a batch.
    public let rows: Int
    public let inputs: Int
    public let outputs: Int
    /// In order; where the network computes in another element type, first a conversion.
    let kernels: [CompiledKernel]
    /// Bytes that each kernel writes.
    let outputByteCounts: [Int]
    let scratchpadByteCount: Int

    /// - Parameter parameters: weights of the layer of a name; called once for each, in order.
    /// - Throws: ``InferenceError/kernel(_:)``.
    public init(
        rows: Int, inputs: Int, layers: [Layer], element: ElementType, parameters: (String) -> LayerParameters
    ) throws(InferenceError) {
        var kernels: [CompiledKernel] = []
        var outputByteCounts: [Int] = []
        do throws(KernelError) {
            if element != .float32 {
                let values = ImageShape(channels: rows * inputs, height: 1, width: 1)
                kernels.append(try .conversion(
                    from: ImageFormat(values, .planes, .float32), to: ImageFormat(values, .planes, element), name: "dense input"))
                outputByteCounts.append(rows * inputs * element.byteCount)
            }
            var width = inputs
            for (index, layer) in layers.enumerated() {
                let output = index == layers.count - 1 ? ElementType.float32 : element
                let values = parameters(layer.name)
                kernels.append(try .dense(
                    DenseShape(rows: rows, inputs: width, outputs: layer.outputs), weights: values.weights, bias: values.bias,
                    relu: layer.relu, element: element, output: output, name: layer.name))
                outputByteCounts.append(rows * layer.outputs * output.byteCount)
                width = layer.outputs
            }
        } catch {
            throw .kernel(error)
        }
        self.rows = rows
        self.inputs = inputs
        outputs = layers.last?.outputs ?? inputs
        self.kernels = kernels
        self.outputByteCounts = outputByteCounts
        scratchpadByteCount = kernels.map(\.scratchpadByteCount).max() ?? 0
    }
}
