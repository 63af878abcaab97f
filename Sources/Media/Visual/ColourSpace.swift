import CFFmpeg

/// What turns a picture's stored numbers into colours: a matrix and a range.
struct ColourSpace: Equatable {
    /// libswscale's number of the YUV-to-RGB matrix.
    let matrix: Int32
    let isFullRange: Bool

    /// How a frame says it is to be read, and where it says nothing:
    ///
    /// - matrix: BT.601 under 720 lines and BT.709 from there on. Standard-definition video is BT.601 by its own standard
    ///   and by FFmpeg's default; high-definition video is BT.709 by Rec. ITU-R BT.709, and players take it so.
    /// - range: limited for YUV, as every broadcast standard has it; full for the JPEG pixel formats. Grey is full,
    ///   as in FFmpeg, except in H.264 and H.265, whose standards infer limited range (Rec. ITU-T H.264 and H.265, annex E).
    ///
    /// - Returns: nil for a matrix libswscale does not know (YCgCo, ICtCp, chromaticity-derived).
    init?(_ frame: AVFrame, _ descriptor: AVPixFmtDescriptor, codec: AVCodecID) {
        switch frame.colorspace {
        case AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_RESERVED, AVCOL_SPC_RGB: matrix = frame.height < 720 ? SWS_CS_ITU601 : SWS_CS_ITU709
        case AVCOL_SPC_BT709: matrix = SWS_CS_ITU709
        case AVCOL_SPC_FCC: matrix = SWS_CS_FCC
        case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: matrix = SWS_CS_ITU601
        case AVCOL_SPC_SMPTE240M: matrix = SWS_CS_SMPTE240M
        case AVCOL_SPC_BT2020_NCL: matrix = SWS_CS_BT2020
        default: return nil
        }
        switch frame.color_range {
        case AVCOL_RANGE_JPEG: isFullRange = true
        case AVCOL_RANGE_MPEG: isFullRange = false
        default:
            let isJPEG = [AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ444P]
                .contains(AVPixelFormat(frame.format))
            let isGrey = descriptor.nb_components < 3
            isFullRange = isJPEG || (isGrey && codec != AV_CODEC_ID_H264 && codec != AV_CODEC_ID_HEVC)
        }
    }
}
