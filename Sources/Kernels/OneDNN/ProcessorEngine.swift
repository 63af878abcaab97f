import COneDNN

/// oneDNN's view of the CPU: one for the process, never freed.
///
/// `@unchecked Sendable`: an engine is immutable and may be used from any thread
/// (https://oneapi-src.github.io/oneDNN/v2.6/dev_guide_basic_concepts.html).
final class ProcessorEngine: @unchecked Sendable {
    let handle: dnnl_engine_t

    private static let result: Result<ProcessorEngine, KernelError> = {
        do throws(KernelError) { return .success(try ProcessorEngine()) } catch { return .failure(error) }
    }()

    static func shared() throws(KernelError) -> ProcessorEngine { try result.get() }

    private init() throws(KernelError) {
        var engine: dnnl_engine_t?
        try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create", "the CPU")
        guard let engine else { throw .oneDNN(call: "dnnl_engine_create", status: 0, what: "the CPU") }
        handle = engine
    }

    deinit { dnnl_engine_destroy(handle) }
}

/// An order of execution: every worker owns one and runs its kernels on it, in its own thread.
public final class ExecutionStream {
    let handle: dnnl_stream_t

    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    public init() throws(KernelError) {
        var stream: dnnl_stream_t?
        let engine = try ProcessorEngine.shared()
        try check(dnnl_stream_create(&stream, engine.handle, dnnl_stream_default_flags.rawValue), "dnnl_stream_create", "a worker's stream")
        guard let stream else { throw .oneDNN(call: "dnnl_stream_create", status: 0, what: "a worker's stream") }
        handle = stream
    }

    deinit { dnnl_stream_destroy(handle) }
}
