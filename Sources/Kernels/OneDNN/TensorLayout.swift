import COneDNN

/// A tensor's shape, element type and order in memory, as oneDNN describes them. Owns the description.
final class TensorLayout {
    let handle: COneDNN_layout

    init(_ shape: [Int], _ element: ElementType, _ tag: dnnl_format_tag_t, name: String) throws(KernelError) {
        var created: COneDNN_layout?
        let status = COneDNN_layout_create(&created, Int32(shape.count), shape.map { dnnl_dim_t($0) }, element.dataType, tag)
        try check(status, "dnnl_memory_desc_init_by_tag", name)
        guard let created else { throw .oneDNN(call: "dnnl_memory_desc_init_by_tag", status: 0, what: name) }
        handle = created
    }

    convenience init(_ format: ImageFormat, name: String) throws(KernelError) {
        let tag = switch format.layout {
        case .planes: dnnl_nchw
        case .interleaved: dnnl_nhwc
        case .blocked: ImageLayout.block == 16 ? dnnl_nChw16c : dnnl_nChw8c
        }
        try self.init([1, format.shape.channels, format.shape.height, format.shape.width], format.element, tag, name: name)
    }

    deinit { COneDNN_layout_destroy(handle) }
}

extension ElementType {
    var dataType: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}
