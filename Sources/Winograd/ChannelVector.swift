/// Some neighbouring channels of a block.
public protocol ChannelVector: SIMD, Sendable where Scalar == Float {
    /// Zero where it is negative.
    var rectified: Self { get }
}

// Each on its own: comparisons of a generic vector are made number by number.

extension SIMD4: ChannelVector where Scalar == Float {
    @inlinable @inline(__always) public var rectified: Self { replacing(with: 0, where: self .< 0) }
}

extension SIMD16: ChannelVector where Scalar == Float {
    @inlinable @inline(__always) public var rectified: Self { replacing(with: 0, where: self .< 0) }
}
