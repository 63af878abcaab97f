/// A layer made ready for this CPU, which all workers share.
public protocol LayerKernel: Sendable {
    /// The layer it belongs to.
    var name: String { get }
    /// How it is computed: oneDNN's name of the implementation it chose, or ours.
    var implementation: String { get }
    /// Working memory that a worker must bring, aligned to 64 bytes.
    var scratchpadByteCount: Int { get }

    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    func makeInvocation() throws(KernelError) -> any LayerInvocation
}

/// One worker's means to run a layer. It stays in the thread that uses it.
public protocol LayerInvocation {
    /// Runs the layer on one image in the calling thread alone. The scratchpad is aligned to 64 bytes.
    ///
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    func run(
        on stream: ExecutionStream, source: UnsafeRawPointer, destination: UnsafeMutableRawPointer, scratchpad: UnsafeMutableRawPointer
    ) throws(KernelError)
}

extension CompiledKernel: LayerKernel {
    public func makeInvocation() throws(KernelError) -> any LayerInvocation { try KernelInvocation(self) }
}

extension KernelInvocation: LayerInvocation {}
