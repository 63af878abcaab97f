import Glibc

/// Zeroed memory that never moves and begins on a cache line; a large block lies on huge pages where the kernel has some.
///
/// Prefetchers stop at the end of a page, and which sets of the second-level cache pages of 4 KB share is chance: a product
/// of ten rows with 201 MB of weights took a sixth longer on them. Linux gives a process pages of 2 MB where it asks for
/// them (https://docs.kernel.org/admin-guide/mm/transhuge.html); they count as used as soon as one byte is.
///
/// `@unchecked Sendable`: the block never moves and is freed once; whoever shares one either only reads it or
/// hands disjoint parts to its threads.
public final class MemoryBlock: @unchecked Sendable {
    public let base: UnsafeMutableRawPointer
    /// What was mapped for a large block: more than asked for, so that it can begin on a huge page.
    private let mapping: UnsafeMutableRawBufferPointer?

    private static let hugePage = 2 << 20

    public init(byteCount: Int) {
        if byteCount >= MemoryBlock.hugePage, let mapping = MemoryBlock.map(byteCount + MemoryBlock.hugePage),
            let start = mapping.baseAddress
        {
            base = start.alignedUp(toMultipleOf: MemoryBlock.hugePage)
            // A wish: where it cannot be had, the pages are of the usual size.
            _ = madvise(base, byteCount, MADV_HUGEPAGE)
            self.mapping = mapping
        } else {
            base = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
            base.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 1))
            mapping = nil
        }
    }

    /// Zeroed pages; nil where the system has none to map.
    private static func map(_ length: Int) -> UnsafeMutableRawBufferPointer? {
        let start = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return start == MAP_FAILED ? nil : UnsafeMutableRawBufferPointer(start: start, count: length)
    }

    deinit {
        if let mapping { munmap(mapping.baseAddress, mapping.count) } else { base.deallocate() }
    }
}
