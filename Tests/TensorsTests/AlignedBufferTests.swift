import Tensors
import Testing

@Suite struct AlignedBufferTests {
    @Test(arguments: [0, 1, 3, 16, 17, 1000, 100_003, 600_001]) func startsOnACacheLineAndIsZeroed(count: Int) {
        for _ in 0..<20 {
            let buffer = AlignedBuffer(count: count)
            #expect(UInt(bitPattern: buffer.base) % 64 == 0)
            #expect(buffer.values.count == count)
            #expect(buffer.values.allSatisfy { $0 == 0 })
            buffer.values.update(repeating: 1)   // what the next round must not see
        }
    }

    @Test func valuesAreThoseBehindTheBase() {
        let buffer = AlignedBuffer(count: 4)
        buffer.base[2] = 5
        #expect(Array(buffer.values) == [0, 0, 5, 0])
    }
}
