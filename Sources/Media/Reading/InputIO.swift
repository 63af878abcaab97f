import CFFmpeg

/// FFmpeg's handle on a ``ByteSource``.
final class InputIO {
    let source: ByteSource
    let context: UnsafeMutablePointer<AVIOContext>   // owned, with its buffer; freed in deinit
    private let boxed: Unmanaged<ByteSource>         // retained for the callbacks; released in deinit

    init(_ source: ByteSource, clip: String) throws(MediaError) {
        let capacity: Int32 = 1 << 16
        guard let buffer = av_malloc(Int(capacity)) else { throw .library(clip: clip, call: "av_malloc", why: "out of memory") }
        let boxed = Unmanaged.passRetained(source)
        let context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), capacity, 0, boxed.toOpaque(),
            { opaque, target, count in readBytes(opaque, target, count) }, nil,
            { opaque, offset, origin in seekBytes(opaque, offset, origin) })
        guard let context else {
            boxed.release()
            av_free(buffer)
            throw .library(clip: clip, call: "avio_alloc_context", why: "out of memory")
        }
        self.source = source
        self.boxed = boxed
        self.context = context
    }

    deinit {
        // The buffer may have been replaced: "It may be freed and replaced with a new buffer by libavformat ...
        // free it with av_free()" (avio_alloc_context, https://ffmpeg.org/doxygen/5.1/avio_8h.html).
        av_free(context.pointee.buffer)
        var owned: UnsafeMutablePointer<AVIOContext>? = context
        avio_context_free(&owned)
        boxed.release()
    }
}

private func readBytes(_ opaque: UnsafeMutableRawPointer?, _ target: UnsafeMutablePointer<UInt8>?, _ count: Int32) -> Int32 {
    guard let opaque, let target else { return cffmpeg_invalid_argument }
    let source = Unmanaged<ByteSource>.fromOpaque(opaque).takeUnretainedValue()
    let got = source.read(into: UnsafeMutableRawBufferPointer(start: target, count: Int(count)))
    return got == 0 ? cffmpeg_end_of_file : got
}

private func seekBytes(_ opaque: UnsafeMutableRawPointer?, _ offset: Int64, _ origin: Int32) -> Int64 {
    guard let opaque else { return Int64(cffmpeg_invalid_argument) }
    return Unmanaged<ByteSource>.fromOpaque(opaque).takeUnretainedValue().seek(offset, from: origin)
}
