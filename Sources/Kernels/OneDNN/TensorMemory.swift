import COneDNN

/// A tensor in memory, as oneDNN takes it. Owns the description, and a constant's storage.
///
/// `@unchecked Sendable`: a filled constant is only read; every other one stays with the worker that made it.
final class TensorMemory: @unchecked Sendable {
    let handle: dnnl_memory_t
    /// nil: ``point(at:name:)`` gives some before each use.
    private let storage: ConstantMemory?

    /// - Parameter storage: of the layout's size.
    init(_ layout: COneDNN_layout, in storage: ConstantMemory? = nil, name: String) throws(KernelError) {
        self.storage = storage
        var memory: dnnl_memory_t?
        let engine = try ProcessorEngine.shared()
        let place = storage?.base ?? COneDNN_memory_none()
        try check(COneDNN_memory_create(&memory, layout, engine.handle, place), "dnnl_memory_create", name)
        guard let memory else { throw .oneDNN(call: "dnnl_memory_create", status: 0, what: name) }
        handle = memory
    }

    deinit { dnnl_memory_destroy(handle) }

    func point(at storage: UnsafeMutableRawPointer, name: String) throws(KernelError) {
        try check(dnnl_memory_set_data_handle(handle, storage), "dnnl_memory_set_data_handle", name)
    }

    /// A constant: `values`, in C order, converted once to the order and element type of `layout`.
    static func constant(
        _ values: [Float], shape: [Int], _ plain: dnnl_format_tag_t, as layout: COneDNN_layout, name: String
    ) throws(KernelError) -> TensorMemory {
        precondition(values.count == shape.reduce(1, *), "\(name): \(values.count) values for shape \(shape)")
        let storage = ConstantMemory(byteCount: COneDNN_layout_size(layout))
        let constant = try TensorMemory(layout, in: storage, name: name)
        let plainLayout = try TensorLayout(shape, .float32, plain, name: name)
        let description = try PrimitiveDescription(name: name, call: "dnnl_reorder_primitive_desc_create", relu: false) {
            COneDNN_reorder(&$0, $1, plainLayout.handle, layout, $2)
        }
        let kernel = try CompiledKernel(description)
        let scratchpad = UnsafeMutableRawPointer.allocate(byteCount: max(kernel.scratchpadByteCount, 64), alignment: 64)
        defer { scratchpad.deallocate() }
        let invocation = try KernelInvocation(kernel)
        let stream = try ExecutionStream()
        let outcome: Result<Void, KernelError> = values.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return .success(()) }
            do throws(KernelError) {
                return .success(try invocation.run(on: stream, source: base, destination: storage.base, scratchpad: scratchpad))
            } catch { return .failure(error) }
        }
        try outcome.get()
        return constant
    }
}
