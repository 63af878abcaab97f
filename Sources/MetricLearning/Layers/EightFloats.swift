/// Eight neighbouring values as one vector, for loops the compiler does not vectorise by itself.
extension UnsafeBufferPointer<Float> {
    @inline(__always)
    func eight(at index: Int) -> SIMD8<Float> {
        UnsafeRawPointer(baseAddress.unsafelyUnwrapped + index).loadUnaligned(as: SIMD8<Float>.self)
    }
}

extension UnsafeMutableBufferPointer<Float> {
    @inline(__always)
    func eight(at index: Int) -> SIMD8<Float> { UnsafeBufferPointer(self).eight(at: index) }

    @inline(__always)
    func setEight(at index: Int, to vector: SIMD8<Float>) {
        UnsafeMutableRawPointer(baseAddress.unsafelyUnwrapped + index).storeBytes(of: vector, as: SIMD8<Float>.self)
    }
}
