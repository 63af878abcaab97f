import COneDNN

/// One worker's means to run a kernel: oneDNN's argument objects, pointed at the worker's storage before each run.
public final class KernelInvocation {
    private let kernel: CompiledKernel
    private let source: TensorMemory
    private let destination: TensorMemory
    private let scratchpad: TensorMemory
    private let arguments: [dnnl_exec_arg_t]

    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    public init(_ kernel: CompiledKernel) throws(KernelError) {
        self.kernel = kernel
        source = try TensorMemory(kernel.sourceLayout, name: kernel.name)
        destination = try TensorMemory(kernel.destinationLayout, name: kernel.name)
        scratchpad = try TensorMemory(kernel.scratchpadLayout(), name: kernel.name)
        arguments = [
            dnnl_exec_arg_t(arg: DNNL_ARG_SRC, memory: source.handle),
            dnnl_exec_arg_t(arg: DNNL_ARG_DST, memory: destination.handle),
            dnnl_exec_arg_t(arg: DNNL_ARG_SCRATCHPAD, memory: scratchpad.handle),
        ] + kernel.constants.map { dnnl_exec_arg_t(arg: $0.argument, memory: $0.memory.handle) }
    }

    /// Runs the kernel in the calling thread alone; the places are those of one image. The scratchpad is aligned to 64 bytes.
    ///
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    public func run(
        on stream: ExecutionStream, source from: UnsafeRawPointer, destination to: UnsafeMutableRawPointer,
        scratchpad space: UnsafeMutableRawPointer
    ) throws(KernelError) {
        // oneDNN has no read-only memory object; it does not write to a source.
        try source.point(at: UnsafeMutableRawPointer(mutating: from), name: kernel.name)
        try destination.point(at: to, name: kernel.name)
        try scratchpad.point(at: space, name: kernel.name)
        let status = OpenMPThreads.alone { dnnl_primitive_execute(kernel.primitive, stream.handle, Int32(arguments.count), arguments) }
        try check(status, "dnnl_primitive_execute", kernel.name)
        try check(dnnl_stream_wait(stream.handle), "dnnl_stream_wait", kernel.name)
    }
}
