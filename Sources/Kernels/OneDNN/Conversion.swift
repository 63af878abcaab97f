import COneDNN

extension CompiledKernel {
    /// A copy of one image into another order or element type.
    ///
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    public static func conversion(from: ImageFormat, to: ImageFormat, name: String) throws(KernelError) -> CompiledKernel {
        precondition(from.shape == to.shape, "\(name): \(from.shape) to \(to.shape)")
        let source = try TensorLayout(from, name: name)
        let destination = try TensorLayout(to, name: name)
        let description = try PrimitiveDescription(name: name, call: "reorder", relu: false) {
            COneDNN_reorder(&$0, $1, source.handle, destination.handle, $2)
        }
        return try CompiledKernel(description)
    }
}
