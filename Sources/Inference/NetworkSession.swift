public import Kernels
import Tensors

/// One worker's means to run a network: its memory and oneDNN's argument objects. It stays in the thread that uses it.
public final class NetworkSession {
    /// Images that pass together; more are passed in turns.
    public let capacity: Int
    /// What one image takes: planes of float32.
    public var input: ImageShape { network.input }
    private let network: CompiledNetwork
    private let stream: ExecutionStream
    private let stages: [[(step: CompiledNetwork.Step, invocation: any LayerInvocation)]]
    private let images: AlignedBuffer
    private let shared: AlignedBuffer
    private let scratchpad: AlignedBuffer

    /// - Parameter capacity: a multiple of the network's group.
    /// - Throws: ``InferenceError/kernel(_:)``.
    public init(_ network: CompiledNetwork, capacity: Int) throws(InferenceError) {
        precondition(capacity > 0 && capacity % network.group == 0, "a session for \(capacity) images in groups of \(network.group)")
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
    /// An image's result has the same bits whichever images are beside it and however many: every kernel sees one image, or
    /// a group of a fixed size.
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
            let group = stage.first?.step.kernel.images ?? 1
            for first in stride(from: 0, to: count, by: group) {
                for (step, invocation) in stage {
                    let source = address(step.source, first, input, output)
                    let destination = address(step.destination, first, input, output)
                    let images = ImageGroup(
                        count: min(group, count - first), source: UnsafeRawPointer(source.start), destination: destination.start,
                        steps: (source.step, destination.step))
                    try invocation.run(on: stream, images, scratchpad: scratchpad.base)
                }
            }
        }
    }

    /// Where the activations of an image lie, and how many bytes after them those of the next.
    private func address(
        _ place: CompiledNetwork.Place, _ image: Int, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>
    ) -> (start: UnsafeMutableRawPointer, step: Int) {
        switch place {
        case .input:
            // A source alone: no step writes to the input.
            (UnsafeMutableRawPointer(mutating: input + image * network.input.elementCount), network.input.elementCount * 4)
        case .output: (UnsafeMutableRawPointer(output + image * network.output.elementCount), network.output.elementCount * 4)
        case .image(let offset):
            (UnsafeMutableRawPointer(images.base) + (image * network.imageByteCount + offset), network.imageByteCount)
        case .shared(let offset): (UnsafeMutableRawPointer(shared.base) + offset, 0)
        }
    }
}
