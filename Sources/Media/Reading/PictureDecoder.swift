import CFFmpeg
import Clips
public import Tensors

/// Decodes still pictures, one after the other, as ``PNGEncoder`` and ``JPEGEncoder`` write them.
///
/// Not `Sendable`: one worker, one decoder.
public final class PictureDecoder {
    public enum Format: Sendable { case png, jpeg }

    private let clip: String
    private let context: UnsafeMutablePointer<AVCodecContext>   // owned
    private let frame: Frame
    private let converter: PictureConverter

    /// - Parameter name: what errors call the pictures.
    /// - Throws: ``MediaError`` `.unsupportedCodec`, `.library`.
    public init(_ format: Format, named name: String, limits: DecodeLimits = .init()) throws(MediaError) {
        _ = MediaLibraries.manners
        let id = format == .png ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG
        guard let codec = avcodec_find_decoder(id) else {
            throw .unsupportedCodec(clip: name, modality: .visual, codec: String(cString: avcodec_get_name(id)))
        }
        let call = FFmpegCall(library: name)
        clip = name
        frame = try Frame(clip: name)
        converter = try PictureConverter(clip: name, codec: id)
        context = try call.require(avcodec_alloc_context3(codec), "avcodec_alloc_context3")
        context.pointee.thread_count = 1
        context.pointee.max_pixels = Int64(limits.maxPixels)
        try call.check(avcodec_open2(context, codec, nil), "avcodec_open2")
    }

    deinit {
        var owned: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&owned)
    }

    /// - Parameter bytes: a whole file.
    /// - Throws: ``MediaError`` `.nothingDecoded` for a file that is damaged or of another format, `.unsupportedFormat`, `.library`.
    public func decode(_ bytes: [UInt8]) throws(MediaError) -> RGBImage {
        let clip = clip
        let call = FFmpegCall(clip: clip) { .nothingDecoded(clip: clip, modality: .visual, call: $0, why: $1) }
        let packet = try Packet(clip: clip)
        guard let count = Int32(exactly: bytes.count), count > 0 else { throw call.error("avcodec_send_packet", "\(bytes.count) bytes are no picture") }
        try FFmpegCall(library: clip).check(av_new_packet(packet.pointer, count), "av_new_packet")
        packet.pointer.pointee.data.update(from: bytes, count: bytes.count)
        // Without it the PNG decoder takes a picture of the last one's size for the difference to that one (pngdec.c, handle_p_frame_png).
        packet.pointer.pointee.flags |= AV_PKT_FLAG_KEY
        // What an earlier file that was damaged may have left in the decoder.
        avcodec_flush_buffers(context)
        try call.check(avcodec_send_packet(context, packet.pointer), "avcodec_send_packet")
        try call.check(avcodec_receive_frame(context, frame.pointer), "avcodec_receive_frame")
        guard frame.pointer.pointee.decode_error_flags == 0 else { throw call.error("avcodec_receive_frame", "the picture is damaged") }
        return try converter.convert(frame)
    }
}
