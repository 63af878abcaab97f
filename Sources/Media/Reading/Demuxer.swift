import CFFmpeg
import Clips

/// An opened container: its streams and its packets in file order.
final class Demuxer {
    let clip: String
    private let io: InputIO                                      // outlives the context, which reads through it
    private let context: UnsafeMutablePointer<AVFormatContext>   // owned; closed in deinit

    init(_ bytes: MediaBytes, clip: String, limits: DecodeLimits) throws(MediaError) {
        _ = MediaLibraries.manners
        self.clip = clip
        io = try InputIO(ByteSource(bytes, clip: clip), clip: clip)
        context = try openContainer(io, clip: clip)
        do throws(MediaError) {
            try readStreamHeaders(maxPixels: limits.maxPixels)
        } catch {
            throw io.source.failure ?? error
        }
    }

    deinit {
        var owned: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&owned)
    }

    /// What became of the attempt to read a packet.
    enum Reading {
        case packet
        case end
        /// The container cannot be read further; FFmpeg's words say why.
        case damaged(String)
        case unreadable(MediaError)
    }

    func read(_ packet: Packet) -> Reading {
        av_packet_unref(packet.pointer)
        let status = av_read_frame(context, packet.pointer)
        if status >= 0 { return .packet }
        if let failure = io.source.failure { return .unreadable(failure) }
        return status == cffmpeg_end_of_file ? .end : .damaged(errorText(status))
    }

    /// Packets of every other stream are passed over, without being read where the container allows it.
    func keepOnly(_ indices: [Int]) {
        for index in 0..<streamCount where !indices.contains(index) {
            stream(index).pointee.discard = AVDISCARD_ALL
        }
    }

    var container: String { String(cString: context.pointee.iformat.pointee.name) }

    /// Whether negative times are what an edit list cuts off; elsewhere they are times like others.
    var hasEditLists: Bool { container.hasPrefix("mov") }

    /// Seconds; nil where unknown.
    var duration: Double? {
        let duration = context.pointee.duration
        return duration == cffmpeg_no_timestamp || duration <= 0 ? nil : Double(duration) / Double(AV_TIME_BASE)
    }

    /// The end of the whole container in microseconds; nil where unknown.
    var end: Int64? {
        let start = context.pointee.start_time
        let duration = context.pointee.duration
        guard duration != cffmpeg_no_timestamp, duration > 0 else { return nil }
        return later(start == cffmpeg_no_timestamp ? 0 : start, by: duration)
    }

    /// The stream of a kind that FFmpeg holds to be the main one; nil where there is none. Cover art is no video.
    func best(_ modality: Modality) -> DemuxedStream? {
        let type = modality == .audio ? AVMEDIA_TYPE_AUDIO : AVMEDIA_TYPE_VIDEO
        var decoder: UnsafePointer<AVCodec>?
        var index = av_find_best_stream(context, type, -1, -1, &decoder, 0)
        if index == cffmpeg_decoder_not_found { index = av_find_best_stream(context, type, -1, -1, nil, 0) }
        guard index >= 0 else { return nil }
        let best = DemuxedStream(pointer: stream(Int(index)), demuxer: self)
        return best.isAttachedPicture ? firstVideo() : best
    }

    private func firstVideo() -> DemuxedStream? {
        (0..<streamCount).lazy.map { DemuxedStream(pointer: self.stream($0), demuxer: self) }
            .first { $0.isVideo && !$0.isAttachedPicture }
    }

    private var streamCount: Int { Int(context.pointee.nb_streams) }

    private func stream(_ index: Int) -> UnsafeMutablePointer<AVStream> {
        guard let stream = context.pointee.streams[index] else { fatalError("stream \(index) of \(streamCount) is null") }
        return stream
    }

    /// Reads packets until each stream's parameters are known; the decoders this opens obey the limit too.
    private func readStreamHeaders(maxPixels: Int) throws(MediaError) {
        let count = streamCount
        var options = [OpaquePointer?](repeating: nil, count: count)
        for index in 0..<count { av_dict_set_int(&options[index], "max_pixels", Int64(maxPixels), 0) }
        defer { for index in 0..<count { av_dict_free(&options[index]) } }
        let status = avformat_find_stream_info(context, &options)
        try damaged(clip, container).check(status, "avformat_find_stream_info")
    }
}

/// How calls fail on a container that was recognised.
private func damaged(_ clip: String, _ container: String) -> FFmpegCall {
    FFmpegCall(clip: clip) { .damagedContainer(clip: clip, container: container, call: $0, why: $1) }
}

private func openContainer(_ io: InputIO, clip: String) throws(MediaError) -> UnsafeMutablePointer<AVFormatContext> {
    let format = try recognise(io, clip: clip)
    let container = String(cString: format.pointee.name)
    guard MediaContainers.allows(container) else { throw .containerRefused(clip: clip, container: container) }
    let context = try FFmpegCall(library: clip).require(avformat_alloc_context(), "avformat_alloc_context")
    context.pointee.pb = io.context
    context.pointee.io_open = { _, _, _, _, _ in cffmpeg_not_permitted }   // a clip names no other file
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    av_dict_set(&options, "format_whitelist", MediaContainers.list, 0)
    av_dict_set(&options, "protocol_whitelist", "", 0)
    // "a user-supplied AVFormatContext will be freed on failure" (avformat_open_input,
    // https://ffmpeg.org/doxygen/5.1/group__lavf__decoding.html)
    var owned: UnsafeMutablePointer<AVFormatContext>? = context
    let status = avformat_open_input(&owned, nil, format, &options)
    if status < 0, let failure = io.source.failure { throw failure }
    try damaged(clip, container).check(status, "avformat_open_input")
    return context
}

private func recognise(_ io: InputIO, clip: String) throws(MediaError) -> UnsafePointer<AVInputFormat> {
    var format: UnsafePointer<AVInputFormat>?
    let status = av_probe_input_buffer2(io.context, &format, nil, nil, 0, 0)
    if let failure = io.source.failure { throw failure }
    if status == cffmpeg_out_of_memory { try FFmpegCall(library: clip).check(status, "av_probe_input_buffer2") }
    guard status >= 0, let format else { throw .notMedia(clip: clip) }
    return format
}
