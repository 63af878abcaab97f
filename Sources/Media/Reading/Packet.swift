import CFFmpeg

/// One compressed packet; its reference is dropped before the next is read, and in deinit.
final class Packet {
    let pointer: UnsafeMutablePointer<AVPacket>   // owned

    init(clip: String) throws(MediaError) {
        pointer = try FFmpegCall(library: clip).require(av_packet_alloc(), "av_packet_alloc")
    }

    deinit {
        var owned: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&owned)
    }

    /// Takes over `other`'s bytes; `other` is left empty.
    init(taking other: Packet, clip: String) throws(MediaError) {
        pointer = try FFmpegCall(library: clip).require(av_packet_alloc(), "av_packet_alloc")
        av_packet_move_ref(pointer, other.pointer)
    }

    var streamIndex: Int { Int(pointer.pointee.stream_index) }
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: pointer.pointee.data, count: Int(pointer.pointee.size)) }
    /// Whether the container says that decoding can start here.
    var isKey: Bool { pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }

    /// Ticks of the stream's time base at which its frame is presented; nil where the container does not say.
    var presentationTime: Int64? {
        let time = pointer.pointee.pts
        return time == cffmpeg_no_timestamp ? nil : time
    }
}

/// One decoded picture or block of samples.
final class Frame {
    let pointer: UnsafeMutablePointer<AVFrame>   // owned

    init(clip: String) throws(MediaError) {
        pointer = try FFmpegCall(library: clip).require(av_frame_alloc(), "av_frame_alloc")
    }

    deinit {
        var owned: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&owned)
    }

    /// Ticks of the stream's time base; nil where the container and the decoder know none.
    var time: Int64? {
        let time = pointer.pointee.best_effort_timestamp
        return time == cffmpeg_no_timestamp ? nil : time
    }

    /// Takes over `other`'s picture, which is left empty.
    func take(_ other: Frame) {
        av_frame_unref(pointer)
        av_frame_move_ref(pointer, other.pointer)
    }
}
