import COneDNN

/// What a fully connected layer does to a batch of rows.
public struct DenseShape: Hashable, Sendable {
    public let rows: Int
    public let inputs: Int
    public let outputs: Int

    public init(rows: Int, inputs: Int, outputs: Int) {
        self.rows = rows
        self.inputs = inputs
        self.outputs = outputs
    }
}

extension CompiledKernel {
    /// A fully connected layer, `x w^T + b`, followed by a ReLU if asked for.
    ///
    /// **Shapes**: weights `[outputs, inputs]`, bias `[outputs]`; `[rows, inputs]` in, `[rows, outputs]` out, both in
    /// C order. The last layer of a network in bfloat16 may write float32: `output`.
    ///
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    public static func dense(
        _ shape: DenseShape, weights: [Float], bias: [Float], relu: Bool, element: ElementType, output: ElementType, name: String
    ) throws(KernelError) -> CompiledKernel {
        let source = try TensorLayout([shape.rows, shape.inputs], element, dnnl_ab, name: name)
        let destination = try TensorLayout([shape.rows, shape.outputs], output, dnnl_ab, name: name)
        let anyWeights = try TensorLayout([shape.outputs, shape.inputs], element, dnnl_format_tag_any, name: name)
        let biasLayout = try TensorLayout([shape.outputs], .float32, dnnl_a, name: name)
        let description = try PrimitiveDescription(name: name, call: "inner product (\(element.rawValue))", relu: relu) {
            COneDNN_inner_product(&$0, $1, source.handle, anyWeights.handle, biasLayout.handle, destination.handle, $2)
        }
        let packedWeights = try TensorMemory.constant(
            weights, shape: [shape.outputs, shape.inputs], dnnl_ab, as: description.layout(of: dnnl_query_weights_md), name: name)
        let packedBias = try TensorMemory.constant(bias, shape: [shape.outputs], dnnl_a, as: biasLayout.handle, name: name)
        return try CompiledKernel(
            description, constants: [(DNNL_ARG_WEIGHTS, packedWeights), (DNNL_ARG_BIAS, packedBias)])
    }
}
