import CFFmpeg

/// A container being written to memory.
final class Muxer {
    let clip: String
    private let output: MemoryOutput
    private let context: UnsafeMutablePointer<AVFormatContext>   // owned; freed in deinit

    init(_ container: String, clip: String) throws(MediaError) {
        _ = MediaLibraries.manners
        self.clip = clip
        guard let format = av_guess_format(container, nil, nil) else {
            throw .invalidSetting(clip: clip, setting: "container", value: "'\(container)'", expected: "a muxer of this build of FFmpeg")
        }
        output = try MemoryOutput(clip: clip)
        var created: UnsafeMutablePointer<AVFormatContext>?
        let call = FFmpegCall(library: clip)
        try call.check(avformat_alloc_output_context2(&created, format, nil, nil), "avformat_alloc_output_context2")
        context = try call.require(created, "avformat_alloc_output_context2")
        context.pointee.pb = output.context
        context.pointee.flags |= AVFMT_FLAG_BITEXACT
    }

    deinit { avformat_free_context(context) }

    /// Whether encoders must keep their headers out of the packets.
    var wantsGlobalHeader: Bool { context.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 }

    func addStream() throws(MediaError) -> UnsafeMutablePointer<AVStream> {
        try FFmpegCall(library: clip).require(avformat_new_stream(context, nil), "avformat_new_stream")
    }

    func writeHeader(_ options: [String: String]) throws(MediaError) {
        var settings = EncoderOptions(options)
        try FFmpegCall(library: clip).check(avformat_write_header(context, &settings.pointer), "avformat_write_header")
        try settings.checkAllUsed(clip: clip, by: String(cString: context.pointee.oformat.pointee.name))
    }

    /// Takes over the packet's bytes; packets of the streams may come in any order between them.
    func write(_ packet: Packet) throws(MediaError) {
        try FFmpegCall(library: clip).check(av_interleaved_write_frame(context, packet.pointer), "av_interleaved_write_frame")
    }

    func finish() throws(MediaError) -> [UInt8] {
        try FFmpegCall(library: clip).check(av_write_trailer(context), "av_write_trailer")
        return output.contents()
    }
}
