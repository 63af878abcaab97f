import Locks
import Tensors

/// Memory of one constant. Small ones are pieces of a shared block, so that they lie on huge pages like large ones.
struct ConstantMemory {
    let base: UnsafeMutableRawPointer
    /// Lives as long as any of its pieces.
    private let block: MemoryBlock

    private static let blockSize = 16 << 20
    /// The block that pieces are taken from, and how much of it is taken.
    private static let open = Shared<(block: MemoryBlock, taken: Int)?>(nil)

    init(byteCount: Int) {
        guard byteCount <= ConstantMemory.blockSize / 4 else {
            block = MemoryBlock(byteCount: byteCount)
            base = block.base
            return
        }
        let length = (byteCount + 63) / 64 * 64
        let (block, offset) = ConstantMemory.open.change { open in
            if let (block, taken) = open, taken + length <= ConstantMemory.blockSize {
                open = (block, taken + length)
                return (block, taken)
            }
            let block = MemoryBlock(byteCount: ConstantMemory.blockSize)
            open = (block, length)
            return (block, 0)
        }
        self.block = block
        base = block.base + offset
    }
}
