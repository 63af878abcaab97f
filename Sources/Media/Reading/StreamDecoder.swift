import CFFmpeg
import Clips

/// One stream's decoder, on one thread, counting what it could not use.
final class StreamDecoder {
    let stream: DemuxedStream
    let modality: Modality
    private let context: UnsafeMutablePointer<AVCodecContext>   // owned
    private let frame: Frame
    private(set) var packets = 0
    private(set) var damagedPackets = 0
    /// Frames that were decoded and are to be presented.
    private(set) var frames = 0
    /// The last thing the decoder said of a packet it refused.
    private var complaint: (call: String, why: String)?

    init(_ stream: DemuxedStream, _ modality: Modality, limits: DecodeLimits) throws(MediaError) {
        let clip = stream.demuxer.clip
        let call = FFmpegCall(library: clip)
        try checkPicture(stream, limits, clip)
        guard let codec = avcodec_find_decoder(stream.parameters.codec_id) else {
            throw .unsupportedCodec(clip: clip, modality: modality, codec: stream.codecName)
        }
        self.stream = stream
        self.modality = modality
        frame = try Frame(clip: clip)
        context = try call.require(avcodec_alloc_context3(codec), "avcodec_alloc_context3")
        try call.check(avcodec_parameters_to_context(context, stream.pointer.pointee.codecpar), "avcodec_parameters_to_context")
        context.pointee.pkt_timebase = stream.timeBase
        context.pointee.thread_count = 1   // one clip a worker
        context.pointee.max_pixels = Int64(limits.maxPixels)
        let opening = FFmpegCall(clip: clip) { .nothingDecoded(clip: clip, modality: modality, call: $0, why: $1) }
        try opening.check(avcodec_open2(context, codec, nil), "avcodec_open2")
    }

    deinit {
        var owned: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&owned)
    }

    var clip: String { stream.demuxer.clip }

    /// Decodes a packet, or with nil what the decoder still holds, and hands over each frame that is to be presented.
    ///
    /// A packet that cannot be decoded is counted and passed over; what is thrown comes from `body`.
    ///
    /// - Parameter pictures: whether a picture that no other refers to may be passed over. The decoder takes each
    ///   packet up as it is sent, because no frame is left waiting in it, so this holds for this packet alone.
    func decode(_ packet: Packet?, _ pictures: Pictures = .all, _ body: (Frame) throws -> Void) throws {
        context.pointee.skip_frame = pictures == .all ? AVDISCARD_DEFAULT : AVDISCARD_NONREF
        var isDamaged = false
        if packet != nil { packets += 1 }
        defer { if isDamaged { damagedPackets += 1 } }
        let status = avcodec_send_packet(context, packet?.pointer)
        if status < 0, status != cffmpeg_end_of_file {
            complaint = ("avcodec_send_packet", errorText(status))
            isDamaged = true
        }
        while let received = receive() {
            guard received else {
                isDamaged = true
                continue
            }
            if frame.pointer.pointee.decode_error_flags != 0 { isDamaged = true }
            guard isPresented else { continue }
            frames += 1
            try body(frame)
        }
    }

    /// Which pictures of a packet are decoded.
    enum Pictures { case all, references }

    /// For a frame that came out of the decoder but cannot be used.
    func countDamage() { damagedPackets += 1 }

    /// Why a stream that gave nothing gave nothing.
    var nothingDecoded: MediaError {
        if packets == 0 { return .truncated(clip: clip, modality: modality) }
        let (call, why) = complaint ?? ("avcodec_receive_frame", "no frame came out of \(packets) packets")
        return .nothingDecoded(clip: clip, modality: modality, call: call, why: why)
    }

    /// True for a frame, false for an error, nil when the decoder wants more or is done. Each error uses up a packet
    /// (or one of the few libavcodec allows while it drains), so a loop over this ends.
    private func receive() -> Bool? {
        let status = avcodec_receive_frame(context, frame.pointer)
        if status >= 0 { return true }
        if status == cffmpeg_try_again || status == cffmpeg_end_of_file { return nil }
        complaint = ("avcodec_receive_frame", errorText(status))
        return false
    }

    /// False for what lies before the edit list, decoded only because later frames refer to it.
    private var isPresented: Bool {
        if frame.pointer.pointee.flags & AV_FRAME_FLAG_DISCARD != 0 { return false }
        guard stream.isVideo, stream.demuxer.hasEditLists, let time = frame.time else { return true }
        return time >= 0
    }
}

private func checkPicture(_ stream: DemuxedStream, _ limits: DecodeLimits, _ clip: String) throws(MediaError) {
    let (width, height) = (Int(stream.parameters.width), Int(stream.parameters.height))
    guard stream.isVideo, width * height > limits.maxPixels else { return }
    throw .tooLarge(clip: clip, width: width, height: height, maxPixels: limits.maxPixels)
}
