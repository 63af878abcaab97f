@testable import Kernels
import Tensors

/// Runs a kernel once on `input`; `count` is the number of floats it writes.
func run(_ kernel: any LayerKernel, _ input: [Float], count: Int) throws -> [Float] {
    let source = AlignedBuffer(count: input.count)
    for index in input.indices { source.base[index] = input[index] }
    let destination = AlignedBuffer(count: count)
    let scratchpad = AlignedBuffer(count: kernel.scratchpadByteCount / 4 + 1)
    try kernel.makeInvocation().run(
        on: ExecutionStream(), source: source.base, destination: destination.base, scratchpad: scratchpad.base)
    return Array(destination.values)
}

/// What a kernel left in blocks of channels, channel by channel.
func planes(_ blocked: [Float], _ shape: ImageShape) throws -> [Float] {
    let kernel = try CompiledKernel.conversion(
        from: ImageFormat(shape, .blocked, .float32), to: ImageFormat(shape, .planes, .float32), name: "planes")
    return try run(kernel, blocked, count: shape.elementCount)
}
