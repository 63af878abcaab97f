import Kernels
public import Tensors

/// One worker's means to run a ``DenseNetwork``. It stays in the thread that uses it.
public final class DenseSession {
    /// One batch of input rows, row-major; rows that a batch does not fill keep what an earlier one left there.
    public let input: AlignedBuffer
    /// Values of an input row.
    public var inputs: Int { network.inputs }
    private let network: DenseNetwork
    private let stream: ExecutionStream
    private let invocations: [KernelInvocation]
    private let buffers: [AlignedBuffer]
    private let scratchpad: AlignedBuffer

    /// - Throws: ``InferenceError/kernel(_:)``.
    public init(_ network: DenseNetwork) throws(InferenceError) {
        self.network = network
        do throws(KernelError) {
            stream = try ExecutionStream()
            var invocations: [KernelInvocation] = []
            for kernel in network.kernels { invocations.append(try KernelInvocation(kernel)) }
            self.invocations = invocations
        } catch {
            throw .kernel(error)
        }
        input = AlignedBuffer(count: network.rows * network.inputs)
        buffers = network.outputByteCounts.map { AlignedBuffer(count: ($0 + 3) / 4) }
        scratchpad = AlignedBuffer(count: (network.scratchpadByteCount + 3) / 4)
    }

    /// Passes the rows in ``input`` through all layers and lends the result, `[rows, outputs]`, until the next call.
    ///
    /// - Throws: ``InferenceError/kernel(_:)``.
    public func run() throws(InferenceError) -> UnsafeBufferPointer<Float> {
        var source = input
        do throws(KernelError) {
            for (invocation, destination) in zip(invocations, buffers) {
                try invocation.run(on: stream, source: source.base, destination: destination.base, scratchpad: scratchpad.base)
                source = destination
            }
        } catch {
            throw .kernel(error)
        }
        return UnsafeBufferPointer(start: source.base, count: network.rows * network.outputs)
    }
}
