/// The numbers in [-1, 1) that the reference scripts call `pattern`: a multiplicative hash of the index.
func pattern(_ count: Int, first: Int) -> [Float] {
    (first..<(first + count)).map { Float((UInt64($0) &* 2_654_435_761 % 4_294_967_296) >> 8) / 8_388_608 - 1 }
}
