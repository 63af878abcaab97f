/// A fixed block of 32-bit floats aligned to 64 bytes (a cache line, and an AVX-512 register), zeroed at first.
///
/// What ``MemoryBlock`` says of sharing holds for its floats.
public final class AlignedBuffer: Sendable {
    public let count: Int
    public var base: UnsafeMutablePointer<Float> { block.base.assumingMemoryBound(to: Float.self) }
    private let block: MemoryBlock

    public init(count: Int) {
        self.count = count
        block = MemoryBlock(byteCount: count * MemoryLayout<Float>.stride)
        block.base.bindMemory(to: Float.self, capacity: max(count, 1))
    }

    public var values: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: base, count: count) }
}
