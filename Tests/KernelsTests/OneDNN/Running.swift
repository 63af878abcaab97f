@testable import Kernels
import Tensors

/// Runs a kernel once on `input`; `count` is the number of floats it writes, `held` what the destination holds before.
func run(_ kernel: any LayerKernel, _ input: [Float], count: Int, holding held: [Float] = []) throws -> [Float] {
    try run(kernel, [input], count: count, holding: held)[0]
}

/// Runs a kernel once on several images of one size; `count` is the number of floats it writes for each.
func run(_ kernel: any LayerKernel, _ images: [[Float]], count: Int, holding held: [Float] = []) throws -> [[Float]] {
    let size = images[0].count
    let source = AlignedBuffer(count: images.count * size)
    for (index, value) in images.joined().enumerated() { source.base[index] = value }
    let destination = AlignedBuffer(count: images.count * count)
    for (index, value) in held.enumerated() { destination.base[index] = value }
    let scratchpad = AlignedBuffer(count: kernel.scratchpadByteCount / 4 + 1)
    let group = ImageGroup(count: images.count, source: source.base, destination: destination.base, steps: (size * 4, count * 4))
    try kernel.makeInvocation().run(on: ExecutionStream(), group, scratchpad: scratchpad.base)
    return images.indices.map { Array(destination.values[($0 * count)..<(($0 + 1) * count)]) }
}

/// What a kernel left in blocks of channels, channel by channel.
func planes(_ blocked: [Float], _ shape: ImageShape) throws -> [Float] {
    let kernel = try CompiledKernel.conversion(
        from: ImageFormat(shape, .blocked, .float32), to: ImageFormat(shape, .planes, .float32), name: "planes")
    return try run(kernel, blocked, count: shape.elementCount)
}
