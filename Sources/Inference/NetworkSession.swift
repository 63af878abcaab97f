import Kernels
import Tensors

/// One worker's means to run a network: its memory and oneDNN's argument objects. It stays in the thread that uses it.
public final class NetworkSession {
    /// Images that pass together; more are passed in turns.
    public let capacity: Int
    private let network: CompiledNetwork
    private let stream: ExecutionStream
    private let stages: [[(step: CompiledNetwork.Step, invocation: any LayerInvocation)]]
    private let images: AlignedBuffer
    private let shared: AlignedBuffer
    private let scratchpad: AlignedBuffer

    /// - Throws: ``InferenceError/kernel(_:)``.
    public init(_ network: CompiledNetwork, capacity: Int) throws(InferenceError) {
        precondition(capacity > 0, "a session for \(capacity) images")
        self.network = network
        self.capacity = capacity
        do throws(KernelError) {
            stream = try ExecutionStream()
            var stages: [[(step: CompiledNetwork.Step, invocation: any LayerInvocation)]] = []
            for steps in network.stages {
                var stage: [(step: CompiledNetwork.Step, invocation: any LayerInvocation)] = []
                for step in steps { stage.append((step, try step.kernel.makeInvocation())) }
                stages.append(stage)
            }
            self.stages = stages
        } catch {
            throw .kernel(error)
        }
        images = AlignedBuffer(count: capacity * network.imageByteCount / 4)
        shared = AlignedBuffer(count: network.sharedByteCount / 4)
        scratchpad = AlignedBuffer(count: (network.scratchpadByteCount + 3) / 4)
    }

    /// Passes `count` images through the network.
    ///
    /// An image's result has the same bits whichever images are beside it and however many: every kernel sees one image.
    ///
    /// **Shapes**: `input` [count, channels, height, width], `output` [count, height, width, channels].
    ///
    /// - Throws: ``InferenceError/kernel(_:)``.
    public func run(_ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>) throws(InferenceError) {
        for first in stride(from: 0, to: count, by: capacity) {
            do throws(KernelError) {
                try pass(
                    input + first * network.input.elementCount, count: min(capacity, count - first),
                    into: output + first * network.output.elementCount)
            } catch {
                throw .kernel(error)
            }
        }
    }

    private func pass(_ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>) throws(KernelError) {
        for stage in stages {
            for image in 0..<count {
                let source = UnsafeMutablePointer(mutating: input) + image * network.input.elementCount
                let row = output + image * network.output.elementCount
                for (step, invocation) in stage {
                    try invocation.run(
                        on: stream, source: address(step.source, image, source, row),
                        destination: address(step.destination, image, source, row), scratchpad: scratchpad.base)
                }
            }
        }
    }

    private func address(
        _ place: CompiledNetwork.Place, _ image: Int, _ input: UnsafeMutablePointer<Float>, _ output: UnsafeMutablePointer<Float>
    ) -> UnsafeMutableRawPointer {
        switch place {
        case .input: UnsafeMutableRawPointer(input)
        case .output: UnsafeMutableRawPointer(output)
        case .image(let offset): UnsafeMutableRawPointer(images.base) + (image * network.imageByteCount + offset)
        case .shared(let offset): UnsafeMutableRawPointer(shared.base) + offset
        }
    }
}
