import COneDNN

/// A layer made ready for this CPU: machine code and packed weights, which all workers read.
///
/// `@unchecked Sendable`: nothing changes after `init`, and oneDNN executes one primitive from several threads at once
/// when each brings its own scratchpad (https://oneapi-src.github.io/oneDNN/v2.6/dev_guide_attributes_scratchpad.html).
public final class CompiledKernel: @unchecked Sendable {
    /// The layer it belongs to.
    public let name: String
    /// oneDNN's name of the implementation it chose.
    public let implementation: String
    /// Working memory that a worker must bring, aligned to 64 bytes.
    public let scratchpadByteCount: Int

    let primitive: dnnl_primitive_t
    let constants: [(argument: Int32, memory: TensorMemory)]
    /// Owns the layouts below.
    private let description: PrimitiveDescription
    let sourceLayout: COneDNN_layout
    let destinationLayout: COneDNN_layout

    init(_ description: PrimitiveDescription, constants: [(argument: Int32, memory: TensorMemory)] = []) throws(KernelError) {
        var created: dnnl_primitive_t?
        let status = OpenMPThreads.alone { dnnl_primitive_create(&created, description.handle) }
        try check(status, "dnnl_primitive_create", description.name)
        guard let created else { throw .oneDNN(call: "dnnl_primitive_create", status: 0, what: description.name) }
        primitive = created
        name = description.name
        implementation = COneDNN_implementation(description.handle).map { String(cString: $0) } ?? "unknown"
        self.description = description
        self.constants = constants
        do throws(KernelError) {
            sourceLayout = try description.layout(of: dnnl_query_src_md)
            destinationLayout = try description.layout(of: dnnl_query_dst_md)
        } catch {
            dnnl_primitive_destroy(created)
            throw error
        }
        scratchpadByteCount = COneDNN_layout_of(description.handle, dnnl_query_scratchpad_md).map { COneDNN_layout_size($0) } ?? 0
    }

    deinit { dnnl_primitive_destroy(primitive) }

    /// The layout of the scratchpad, lent.
    func scratchpadLayout() throws(KernelError) -> COneDNN_layout { try description.layout(of: dnnl_query_scratchpad_md) }
}
