import CFFmpeg
import Foundation

/// Bytes a muxer writes, with the seeking that patching headers needs.
private final class GrowingBytes {
    var bytes: [UInt8] = []
    private var position = 0

    func write(_ source: UnsafeBufferPointer<UInt8>) {
        let end = position + source.count
        if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
        bytes.withUnsafeMutableBytes { $0[position..<end].copyBytes(from: source) }
        position = end
    }

    func seek(_ offset: Int64, from origin: Int32) -> Int64 {
        let base: Int
        switch origin & ~AVSEEK_FORCE {
        case AVSEEK_SIZE: return Int64(bytes.count)
        case SEEK_SET: base = 0
        case SEEK_CUR: base = position
        case SEEK_END: base = bytes.count
        default: return Int64(cffmpeg_invalid_argument)
        }
        guard let offset = Int(exactly: offset), base + offset >= 0 else { return Int64(cffmpeg_invalid_argument) }
        position = base + offset
        return Int64(position)
    }
}

/// FFmpeg's handle on bytes it writes to memory.
final class MemoryOutput {
    let context: UnsafeMutablePointer<AVIOContext>      // owned, with its buffer; freed in deinit
    private let boxed: Unmanaged<GrowingBytes>          // retained for the callbacks; released in deinit

    init(clip: String) throws(MediaError) {
        let call = FFmpegCall(library: clip)
        let capacity: Int32 = 1 << 16
        let buffer = try call.require(av_malloc(Int(capacity)), "av_malloc")
        let boxed = Unmanaged.passRetained(GrowingBytes())
        let context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), capacity, 1, boxed.toOpaque(), nil,
            { opaque, source, count in writeBytes(opaque, source, count) },
            { opaque, offset, origin in seekBytes(opaque, offset, origin) })
        guard let context else {
            boxed.release()
            av_free(buffer)
            throw call.error("avio_alloc_context", "out of memory")
        }
        self.boxed = boxed
        self.context = context
    }

    deinit {
        av_free(context.pointee.buffer)
        var owned: UnsafeMutablePointer<AVIOContext>? = context
        avio_context_free(&owned)
        boxed.release()
    }

    /// Everything written so far.
    func contents() -> [UInt8] {
        avio_flush(context)
        return boxed.takeUnretainedValue().bytes
    }
}

/// - Parameter source: what FFmpeg hands over as mutable before version 7.
private func writeBytes(_ opaque: UnsafeMutableRawPointer?, _ source: UnsafePointer<UInt8>?, _ count: Int32) -> Int32 {
    guard let opaque, let source else { return cffmpeg_invalid_argument }
    Unmanaged<GrowingBytes>.fromOpaque(opaque).takeUnretainedValue().write(UnsafeBufferPointer(start: source, count: Int(count)))
    return count
}

private func seekBytes(_ opaque: UnsafeMutableRawPointer?, _ offset: Int64, _ origin: Int32) -> Int64 {
    guard let opaque else { return Int64(cffmpeg_invalid_argument) }
    return Unmanaged<GrowingBytes>.fromOpaque(opaque).takeUnretainedValue().seek(offset, from: origin)
}
