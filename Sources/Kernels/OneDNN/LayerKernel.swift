/// A layer made ready for this CPU, which all workers share.
public protocol LayerKernel: Sendable {
    /// The layer it belongs to.
    var name: String { get }
    /// How it is computed: oneDNN's name of the implementation it chose, or ours.
    var implementation: String { get }
    /// Working memory that a worker must bring, aligned to 64 bytes.
    var scratchpadByteCount: Int { get }
    /// Images that a run computes together.
    var images: Int { get }

    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    func makeInvocation() throws(KernelError) -> any LayerInvocation
}

/// One worker's means to run a layer. It stays in the thread that uses it.
public protocol LayerInvocation {
    /// Runs the layer in the calling thread alone. The scratchpad is aligned to 64 bytes.
    ///
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    func run(on stream: ExecutionStream, _ images: ImageGroup, scratchpad: UnsafeMutableRawPointer) throws(KernelError)
}

/// Where the activations of neighbouring images lie before and after a layer.
public struct ImageGroup {
    /// At most as many as the kernel computes together; fewer cost as much.
    let count: Int
    private let source: UnsafeRawPointer
    private let destination: UnsafeMutableRawPointer
    private let steps: (source: Int, destination: Int)

    /// - Parameter steps: bytes from one image's activations to the next's.
    public init(
        count: Int, source: UnsafeRawPointer, destination: UnsafeMutableRawPointer, steps: (source: Int, destination: Int)
    ) {
        self.count = count
        self.source = source
        self.destination = destination
        self.steps = steps
    }

    /// One image.
    public init(source: UnsafeRawPointer, destination: UnsafeMutableRawPointer) {
        self.init(count: 1, source: source, destination: destination, steps: (0, 0))
    }

    func source(of image: Int) -> UnsafeRawPointer { source + image * steps.source }
    func destination(of image: Int) -> UnsafeMutableRawPointer { destination + image * destinationStep }
    var destinationStep: Int { steps.destination }
}

extension CompiledKernel: LayerKernel {
    public var images: Int { 1 }
    public func makeInvocation() throws(KernelError) -> any LayerInvocation { try KernelInvocation(self) }
}

extension KernelInvocation: LayerInvocation {
    public func run(on stream: ExecutionStream, _ images: ImageGroup, scratchpad: UnsafeMutableRawPointer) throws(KernelError) {
        for image in 0..<images.count {
            try run(on: stream, source: images.source(of: image), destination: images.destination(of: image), scratchpad: scratchpad)
        }
    }
}
