import CFFmpeg

/// An opened encoder, on one thread and without version marks, so that the same input gives the same bytes.
final class FrameEncoder {
    let context: UnsafeMutablePointer<AVCodecContext>   // owned
    let packet: Packet
    private let clip: String

    /// - Parameter configure: fills in what the kind of stream needs before the encoder opens.
    init(
        _ codec: String, options: [String: String], clip: String,
        configure: (UnsafeMutablePointer<AVCodecContext>, UnsafePointer<AVCodec>) throws(MediaError) -> Void
    ) throws(MediaError) {
        _ = MediaLibraries.manners
        let call = FFmpegCall(library: clip)
        guard let encoder = avcodec_find_encoder_by_name(codec) else {
            throw .invalidSetting(clip: clip, setting: "encoder", value: "'\(codec)'", expected: "one that this build of FFmpeg has")
        }
        self.clip = clip
        packet = try Packet(clip: clip)
        context = try call.require(avcodec_alloc_context3(encoder), "avcodec_alloc_context3")
        context.pointee.thread_count = 1
        context.pointee.flags |= AV_CODEC_FLAG_BITEXACT
        try configure(context, encoder)
        var settings = EncoderOptions(options)
        try call.check(avcodec_open2(context, encoder, &settings.pointer), "avcodec_open2 \(codec)")
        try settings.checkAllUsed(clip: clip, by: codec)
    }

    deinit {
        var owned: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&owned)
    }

    /// Encodes a frame, or with nil what the encoder still holds, and hands over the packets.
    func encode(_ frame: Frame?, _ body: (Packet) throws(MediaError) -> Void) throws(MediaError) {
        let call = FFmpegCall(library: clip)
        try call.check(avcodec_send_frame(context, frame?.pointer), "avcodec_send_frame")
        while true {
            av_packet_unref(packet.pointer)
            let status = avcodec_receive_packet(context, packet.pointer)
            if status == cffmpeg_try_again || status == cffmpeg_end_of_file { return }
            try call.check(status, "avcodec_receive_packet")
            try body(packet)
        }
    }

    /// The packets of a single frame, one after the other: for still pictures, a whole file.
    func file(of frame: Frame) throws(MediaError) -> [UInt8] {
        var bytes: [UInt8] = []
        try encode(frame) { bytes += $0.bytes }
        try encode(nil) { bytes += $0.bytes }
        return bytes
    }
}
