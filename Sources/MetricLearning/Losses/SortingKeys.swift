/// Numbers with their places, sorted ascending without allocating; equal numbers keep the order they were appended in.
///
/// Number and place share one 64-bit integer whose upper half orders as the number does; a radix sort of the upper half, byte by
/// byte, is stable. **Complexity**: O(count), with four passes of 256 counters.
struct SortingKeys {
    private var keys: [UInt64]
    private var spare: [UInt64]
    private var counters = [Int32](repeating: 0, count: 4 * 256)
    private(set) var count = 0

    init(capacity: Int) {
        keys = [UInt64](repeating: 0, count: capacity)
        spare = keys
    }

    mutating func removeAll() { count = 0 }

    @inline(__always)
    mutating func append(_ value: Float, _ index: Int) {
        let bits = (value + 0).bitPattern   // -0 becomes 0
        let ordered = bits ^ (bits >> 31 == 0 ? 0x8000_0000 : 0xffff_ffff)
        keys[count] = UInt64(ordered) << 32 | UInt64(UInt32(index))
        count += 1
    }

    mutating func sort() {
        guard count > 1 else { return }
        if count < 48 { return insertionSort() }
        countBytes()
        for byte in 0..<4 where !isConstant(byte) { distribute(byte) }
    }

    @inline(__always)
    func value(_ position: Int) -> Float {
        let ordered = UInt32(truncatingIfNeeded: keys[position] >> 32)
        return Float(bitPattern: ordered ^ (ordered >> 31 == 0 ? 0xffff_ffff : 0x8000_0000))
    }

    @inline(__always)
    func index(_ position: Int) -> Int { Int(UInt32(truncatingIfNeeded: keys[position])) }

    private mutating func insertionSort() {
        let count = count
        keys.withUnsafeMutableBufferPointer { keys in
            for position in 1..<count {
                let key = keys[position]
                var place = position
                while place > 0, keys[place - 1] >> 32 > key >> 32 {
                    keys[place] = keys[place - 1]
                    place -= 1
                }
                keys[place] = key
            }
        }
    }

    private mutating func countBytes() {
        let count = count
        keys.withUnsafeBufferPointer { keys in
            counters.withUnsafeMutableBufferPointer { counters in
                counters.update(repeating: 0)
                for position in 0..<count {
                    let key = keys[position]
                    for byte in 0..<4 { counters[byte << 8 | Int(key >> (32 + 8 * UInt64(byte)) & 0xff)] += 1 }
                }
            }
        }
    }

    /// Whether all keys have the same byte there: then a pass would move nothing.
    private func isConstant(_ byte: Int) -> Bool {
        Int(counters[byte << 8 | Int(keys[0] >> (32 + 8 * UInt64(byte)) & 0xff)]) == count
    }

    private mutating func distribute(_ byte: Int) {
        let count = count
        keys.withUnsafeBufferPointer { keys in
            spare.withUnsafeMutableBufferPointer { spare in
                counters.withUnsafeMutableBufferPointer { counters in
                    var start: Int32 = 0
                    for value in (byte << 8)..<((byte + 1) << 8) { (counters[value], start) = (start, start + counters[value]) }
                    for position in 0..<count {
                        let key = keys[position]
                        let value = byte << 8 | Int(key >> (32 + 8 * UInt64(byte)) & 0xff)
                        spare[Int(counters[value])] = key
                        counters[value] += 1
                    }
                }
            }
        }
        swap(&keys, &spare)
    }
}
