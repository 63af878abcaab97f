/// Numbers with their places, sorted ascending without allocating; equal numbers keep the order of their places.
///
/// Number and place share one 64-bit integer whose order is the number's, so sorting compares integers.
struct SortingKeys {
    private var keys: [UInt64]
    private(set) var count = 0

    init(capacity: Int) { keys = [UInt64](repeating: 0, count: capacity) }

    mutating func removeAll() { count = 0 }

    mutating func append(_ value: Float, _ index: Int) {
        let bits = (value + 0).bitPattern   // -0 becomes 0
        let ordered = bits ^ (bits >> 31 == 0 ? 0x8000_0000 : 0xffff_ffff)
        keys[count] = UInt64(ordered) << 32 | UInt64(UInt32(index))
        count += 1
    }

    mutating func sort() { keys[..<count].sort() }

    func value(_ position: Int) -> Float {
        let ordered = UInt32(keys[position] >> 32)
        return Float(bitPattern: ordered ^ (ordered >> 31 == 0 ? 0xffff_ffff : 0x8000_0000))
    }

    func index(_ position: Int) -> Int { Int(UInt32(truncatingIfNeeded: keys[position])) }
}
