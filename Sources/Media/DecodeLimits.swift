/// What a clip may ask of the machine before it is refused.
public struct DecodeLimits: Hashable, Codable, Sendable {
    /// Pixels of one picture (width times height). Default: 7680 x 4320, the largest that is broadcast; a few kilobytes that
    /// declare as much cost half a GiB and some seconds.
    public var maxPixels: Int
    /// Seconds of one modality. Default: 6 hours. It also bounds what a damaged time stamp can cost.
    public var maxDuration: Double

    public init(maxPixels: Int = 7680 * 4320, maxDuration: Double = 6 * 3600) {
        precondition(maxPixels > 0 && maxDuration > 0, "limits of \(maxPixels) pixels and \(maxDuration) s")
        self.maxPixels = maxPixels
        self.maxDuration = maxDuration
    }
}
