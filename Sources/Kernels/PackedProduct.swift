/// Products `c = a bᵀ` in single precision of groups of rows with one matrix whose rows are packed once.
///
/// Sums are taken in an order that depends on an element's place and on the CPU: equal rows need not give equal bits.
///
/// **Shapes**: a `[group, width]`, b `[rows, width]`, c `[group, rows]`.
public final class PackedProduct: Sendable {
    public let group: Int
    public let rows: Int
    public let width: Int
    private let kernel: CompiledKernel

    /// - Parameters:
    ///   - b: row-major; neither it nor a row is empty.
    ///   - group: rows of every `a`.
    public init(_ b: [Float], width: Int, group: Int) {
        precondition(width > 0 && group > 0 && !b.isEmpty && b.count % width == 0, "rows of \(width) do not make \(b.count) values")
        self.group = group
        self.width = width
        rows = b.count / width
        let shape = DenseShape(rows: group, inputs: width, outputs: rows)
        kernel = expect {
            () throws(KernelError) in
            try .dense(
                shape, weights: b, bias: [Float](repeating: 0, count: shape.outputs), relu: false, element: .float32, output: .float32,
                name: "packed product")
        }
    }

    /// One thread's means to compute them.
    public final class Worker {
        private let invocation: KernelInvocation
        private let stream: ExecutionStream
        private let scratchpad: UnsafeMutableRawPointer

        public init(_ product: PackedProduct) {
            invocation = expect { () throws(KernelError) in try KernelInvocation(product.kernel) }
            stream = expect { () throws(KernelError) in try ExecutionStream() }
            scratchpad = .allocate(byteCount: max(64, product.kernel.scratchpadByteCount), alignment: 64)
        }

        deinit { scratchpad.deallocate() }

        /// Computes one group's product in the calling thread alone.
        public func multiply(_ a: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>) {
            expect { () throws(KernelError) in try invocation.run(on: stream, source: a, destination: c, scratchpad: scratchpad) }
        }
    }
}

/// What oneDNN makes of valid shapes; a refusal is a mistake of ours.
private func expect<Result>(_ body: () throws(KernelError) -> Result) -> Result {
    do throws(KernelError) { return try body() } catch { preconditionFailure("a product of valid shapes was refused: \(error)") }
}
