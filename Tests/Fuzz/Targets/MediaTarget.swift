import Media

/// FFmpeg over our demuxer callbacks, with limits as for untrusted clips.
enum MediaTarget {
    static func run(_ input: UnsafeRawBufferPointer) {
        let limits = DecodeLimits(maxPixels: 1 << 20, maxDuration: 20)
        guard let decoder = try? MediaDecoder(.memory(Array(input)), named: "fuzz", limits: limits) else { return }
        _ = try? decoder.decode(framesPerSecond: 1, audio: { _ in }, frame: { _, _ in })
    }
}
