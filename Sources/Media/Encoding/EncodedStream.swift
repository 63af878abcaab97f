import CFFmpeg

/// One stream of a clip being written: an encoder, a filter that strips its version marks, and the muxer's end.
final class EncodedStream {
    let encoder: FrameEncoder
    private let muxer: Muxer
    private let stream: UnsafeMutablePointer<AVStream>           // borrowed from the muxer
    private let filter: UnsafeMutablePointer<AVBSFContext>       // owned
    /// Durations of frames by their time: encoders that reorder forget them.
    private var durations: [Int64: Int64] = [:]

    init(_ encoder: FrameEncoder, in muxer: Muxer) throws(MediaError) {
        let call = FFmpegCall(library: muxer.clip)
        self.encoder = encoder
        self.muxer = muxer
        stream = try muxer.addStream()
        var created: UnsafeMutablePointer<AVBSFContext>?
        try call.check(av_bsf_list_parse_str(stampFilter(encoder.context.pointee.codec_id), &created), "av_bsf_list_parse_str")
        filter = try call.require(created, "av_bsf_list_parse_str")
        try call.check(avcodec_parameters_from_context(filter.pointee.par_in, encoder.context), "avcodec_parameters_from_context")
        filter.pointee.time_base_in = encoder.context.pointee.time_base
        try call.check(av_bsf_init(filter), "av_bsf_init")
        try call.check(avcodec_parameters_copy(stream.pointee.codecpar, filter.pointee.par_out), "avcodec_parameters_copy")
        stream.pointee.time_base = encoder.context.pointee.time_base
    }

    deinit {
        var owned: UnsafeMutablePointer<AVBSFContext>? = filter
        av_bsf_free(&owned)
    }

    /// Tells the player how to turn the pictures.
    func setOrientation(_ orientation: Orientation) throws(MediaError) {
        guard orientation != .upright else { return }
        let side = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 36)
        let target = try FFmpegCall(library: muxer.clip).require(side, "av_stream_new_side_data")
        orientation.displayMatrix.withUnsafeBytes { UnsafeMutableRawPointer(target).copyMemory(from: $0.baseAddress!, byteCount: 36) }
    }

    /// Encodes a frame that lasts `duration` ticks, or with nil what the encoder still holds.
    func write(_ frame: Frame?, duration: Int64 = 0) throws(MediaError) {
        if let frame { durations[frame.pointer.pointee.pts] = duration }
        try encoder.encode(frame) { packet throws(MediaError) in
            if let duration = durations.removeValue(forKey: packet.pointer.pointee.pts) { packet.pointer.pointee.duration = duration }
            try filtered(packet)
        }
    }

    private func filtered(_ packet: Packet) throws(MediaError) {
        let call = FFmpegCall(library: muxer.clip)
        try call.check(av_bsf_send_packet(filter, packet.pointer), "av_bsf_send_packet")
        while true {
            let status = av_bsf_receive_packet(filter, packet.pointer)
            if status == cffmpeg_try_again || status == cffmpeg_end_of_file { return }
            try call.check(status, "av_bsf_receive_packet")
            packet.pointer.pointee.stream_index = stream.pointee.index
            av_packet_rescale_ts(packet.pointer, encoder.context.pointee.time_base, stream.pointee.time_base)
            try muxer.write(packet)
        }
    }
}

/// x264 and x265 write their version and settings into SEI units, which this drops.
private func stampFilter(_ codec: AVCodecID) -> String {
    switch codec {
    case AV_CODEC_ID_H264: "filter_units=remove_types=6"
    case AV_CODEC_ID_HEVC: "filter_units=remove_types=39|40"
    default: "null"
    }
}
