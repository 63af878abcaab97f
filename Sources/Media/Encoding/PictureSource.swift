import CFFmpeg
import Tensors

/// RGB pictures to frames of the pixel format an encoder wants.
final class PictureSource {
    let frame: Frame
    private let clip: String
    private let input: Frame
    private let scaler: OpaquePointer   // owned SwsContext

    /// - Parameters:
    ///   - matrix: libswscale's number of the RGB-to-YUV matrix.
    ///   - isFullRange: 0...255 instead of 16...235; for YUV and grey alone.
    init(width: Int, height: Int, format: AVPixelFormat, matrix: Int32, isFullRange: Bool, clip: String) throws(MediaError) {
        let call = FFmpegCall(library: clip)
        self.clip = clip
        input = try emptyPicture(width, height, AV_PIX_FMT_RGB24, clip)
        frame = try emptyPicture(width, height, format, clip)
        scaler = try call.require(sws_getContext(
            Int32(width), Int32(height), AV_PIX_FMT_RGB24, Int32(width), Int32(height), format, pictureFlags, nil, nil, nil),
            "sws_getContext", "RGB cannot be turned into this pixel format")
        let isRGB = av_pix_fmt_desc_get(format).pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0
        if isRGB { return }
        frame.pointer.pointee.color_range = isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
        let status = sws_setColorspaceDetails(
            scaler, sws_getCoefficients(SWS_CS_DEFAULT), 1, sws_getCoefficients(matrix), isFullRange ? 1 : 0, 0, 1 << 16, 1 << 16)
        try call.check(status, "sws_setColorspaceDetails")
    }

    deinit { sws_freeContext(scaler) }

    /// Fills ``frame`` with a picture.
    func fill(_ image: RGBImage) throws(MediaError) {
        let call = FFmpegCall(library: clip)
        try call.check(av_frame_make_writable(frame.pointer), "av_frame_make_writable")
        try call.check(av_frame_make_writable(input.pointer), "av_frame_make_writable")
        let line = try call.require(input.pointer.pointee.data.0, "av_frame_get_buffer")
        let stride = Int(input.pointer.pointee.linesize.0)
        image.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<image.height {
                (line + row * stride).update(from: pixels.baseAddress! + row * image.width * 3, count: image.width * 3)
            }
        }
        try call.check(sws_scale_frame(scaler, frame.pointer, input.pointer), "sws_scale_frame")
    }
}

private func emptyPicture(_ width: Int, _ height: Int, _ format: AVPixelFormat, _ clip: String) throws(MediaError) -> Frame {
    let frame = try Frame(clip: clip)
    frame.pointer.pointee.width = Int32(width)
    frame.pointer.pointee.height = Int32(height)
    frame.pointer.pointee.format = format.rawValue
    try FFmpegCall(library: clip).check(av_frame_get_buffer(frame.pointer, 0), "av_frame_get_buffer")
    return frame
}
