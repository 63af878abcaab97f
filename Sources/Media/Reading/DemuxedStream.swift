import CFFmpeg

/// One stream of an opened container; it keeps the container open.
struct DemuxedStream {
    let pointer: UnsafeMutablePointer<AVStream>   // borrowed from the demuxer
    let demuxer: Demuxer

    var index: Int { Int(pointer.pointee.index) }
    var timeBase: AVRational { pointer.pointee.time_base }
    var parameters: AVCodecParameters { pointer.pointee.codecpar.pointee }
    var isVideo: Bool { parameters.codec_type == AVMEDIA_TYPE_VIDEO }
    var isAttachedPicture: Bool { pointer.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0 }
    var codecName: String { String(cString: avcodec_get_name(parameters.codec_id)) }

    /// The stream's end in ticks of its time base, or the whole container's where the stream has none; nil if unknown.
    var end: Int64? {
        let start = pointer.pointee.start_time
        let duration = pointer.pointee.duration
        if start != cffmpeg_no_timestamp, duration != cffmpeg_no_timestamp, duration > 0 { return later(start, by: duration) }
        guard let end = demuxer.end else { return nil }
        return av_rescale_q(end, AVRational(num: 1, den: AV_TIME_BASE), timeBase)
    }

    /// Ticks between frames on average; nil where unknown.
    var frameInterval: Int64? {
        let rate = pointer.pointee.avg_frame_rate
        guard rate.num > 0, rate.den > 0 else { return nil }
        return av_rescale_q(1, AVRational(num: rate.den, den: rate.num), timeBase)
    }

    /// How the container wants pictures turned.
    var orientation: Orientation {
        var size = 0
        guard let matrix = av_stream_get_side_data(pointer, AV_PKT_DATA_DISPLAYMATRIX, &size), size >= 36 else { return .upright }
        return Orientation(displayMatrix: UnsafeRawPointer(matrix))
    }
}

/// A sum of ticks that stops at the largest instead of trapping: both may come from a damaged file.
func later(_ time: Int64, by ticks: Int64) -> Int64 { Int64(clamping: Int128(time) + Int128(ticks)) }
