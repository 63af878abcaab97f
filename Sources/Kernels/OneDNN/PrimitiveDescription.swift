import COneDNN

/// What a primitive will do and how: oneDNN's choice of implementation and of weight layout. Owns the description.
final class PrimitiveDescription {
    let handle: dnnl_primitive_desc_t
    let name: String

    /// Runs `create` with a place for the result, the engine and the attributes every primitive here has.
    ///
    /// - Parameters:
    ///   - accumulates: the result is added to what the destination holds.
    ///   - relu: a ReLU follows.
    init(
        name: String, call: String, accumulates: Bool = false, relu: Bool,
        _ create: (inout dnnl_primitive_desc_t?, dnnl_engine_t, dnnl_primitive_attr_t) -> dnnl_status_t
    ) throws(KernelError) {
        var attributes: dnnl_primitive_attr_t?
        try check(COneDNN_attributes_create(&attributes, accumulates ? 1 : 0, relu ? 1 : 0), "dnnl_primitive_attr_create", name)
        guard let attributes else { throw .oneDNN(call: "dnnl_primitive_attr_create", status: 0, what: name) }
        defer { dnnl_primitive_attr_destroy(attributes) }
        var description: dnnl_primitive_desc_t?
        let engine = try ProcessorEngine.shared()
        try check(OpenMPThreads.alone { create(&description, engine.handle, attributes) }, call, name)
        guard let description else { throw .oneDNN(call: call, status: 0, what: name) }
        handle = description
        self.name = name
    }

    deinit { dnnl_primitive_desc_destroy(handle) }

    /// The layout of one of its tensors, lent.
    func layout(of which: dnnl_query_t) throws(KernelError) -> COneDNN_layout {
        guard let layout = COneDNN_layout_of(handle, which) else {
            throw .oneDNN(call: "dnnl_primitive_desc_query_md", status: Int(which.rawValue), what: name)
        }
        return layout
    }
}
