import COneDNN

/// The oneDNN library in use and what it finds on this CPU.
public enum OneDNN {
    /// `2.6.3`, say.
    public static var version: String {
        guard let version = dnnl_version()?.pointee else { return "unknown" }
        return "\(version.major).\(version.minor).\(version.patch)"
    }

    /// Whether its AVX-512 kernels run here.
    public static let hasAVX512 = COneDNN_has_avx512() != 0

    /// Whether bfloat16 products are instructions of this CPU; without them they are emulated or missing.
    public static let hasBFloat16 = COneDNN_has_bfloat16() != 0

    /// Whether the CPU has a unit for bfloat16 products of tiles, many times as fast as its float32 products.
    public static let hasMatrixUnit = COneDNN_has_amx() != 0

    /// Whether Winograd convolutions in float32 can be made: oneDNN 2.x has them for AVX-512, later versions have none.
    public static let hasWinograd: Bool = {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 64, height: 32, width: 32), outputChannels: 64,
            kernel: Extent(height: 3, width: 3), stride: 1, padding: Extent(height: 1, width: 1))
        return (try? ConvolutionDescription(shape, source: .blocked, .winograd, .float32, name: "winograd probe")) != nil
    }()
}

/// Turns a status of oneDNN's `call` into an error about `name`, the layer or tensor concerned.
func check(_ status: dnnl_status_t, _ call: String, _ name: String) throws(KernelError) {
    guard status == dnnl_success else {
        throw .oneDNN(call: call, status: Int(status.rawValue), what: name)
    }
}
