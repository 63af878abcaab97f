import CFFmpeg
import Clips
import Tensors

/// Decoded pictures of any pixel format to full-range 8-bit RGB of the same size, turned upright.
///
/// Chroma is interpolated to every pixel (bicubic, taken as centred, as FFmpeg's own `rgb24` conversion does). Alpha
/// is dropped, fields are not separated, transfer curves are left alone (an HDR clip is not tone-mapped), and the
/// sample aspect ratio is ignored: the extractors scale every picture to their own square or crop.
final class PictureConverter {
    /// What a frame must share with the last one to go through the same scaler.
    private struct Source: Equatable {
        let width: Int32
        let height: Int32
        let format: AVPixelFormat
        let colours: ColourSpace
    }

    private let clip: String
    private let codec: AVCodecID
    private let orientation: Orientation   // of the stream; a frame may carry its own
    private let target: Frame
    private var scaler: OpaquePointer?     // owned SwsContext, for `source`
    private var source: Source?

    init(_ stream: DemuxedStream) throws(MediaError) {
        clip = stream.demuxer.clip
        codec = stream.parameters.codec_id
        orientation = stream.orientation
        target = try Frame(clip: clip)
    }

    /// For pictures without a container.
    init(clip: String, codec: AVCodecID) throws(MediaError) {
        self.clip = clip
        self.codec = codec
        orientation = .upright
        target = try Frame(clip: clip)
    }

    deinit { sws_freeContext(scaler) }

    func convert(_ frame: Frame) throws(MediaError) -> RGBImage {
        let picture = frame.pointer.pointee
        let source = try describe(picture)
        if source != self.source { try configure(source) }
        let call = FFmpegCall(library: clip)
        try call.check(sws_scale_frame(scaler, target.pointer, frame.pointer), "sws_scale_frame")
        let base = try call.require(target.pointer.pointee.data.0, "sws_scale_frame")
        let stride = Int(target.pointer.pointee.linesize.0)
        var image = orientation(of: frame).applied(to: base, stride: stride, width: Int(source.width), height: Int(source.height))
        // libswscale copies 8-bit grey to R, G and B whatever its range; every other format goes through its tables.
        if source.format == AV_PIX_FMT_GRAY8, !source.colours.isFullRange { expandLevels(&image.pixels) }
        return image
    }

    private func describe(_ picture: AVFrame) throws(MediaError) -> Source {
        let format = AVPixelFormat(picture.format)
        guard let descriptor = av_pix_fmt_desc_get(format), sws_isSupportedInput(format) > 0 else {
            let name = av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "number \(picture.format)"
            throw .unsupportedFormat(clip: clip, modality: .visual, format: "pixel format \(name)")
        }
        guard let colours = ColourSpace(picture, descriptor.pointee, codec: codec) else {
            let name = av_color_space_name(picture.colorspace).map { String(cString: $0) } ?? "number \(picture.colorspace.rawValue)"
            throw .unsupportedFormat(clip: clip, modality: .visual, format: "colour matrix \(name)")
        }
        return Source(width: picture.width, height: picture.height, format: format, colours: colours)
    }

    private func configure(_ source: Source) throws(MediaError) {
        let call = FFmpegCall(library: clip)
        sws_freeContext(scaler)
        self.source = nil
        let context = sws_getContext(
            source.width, source.height, source.format, source.width, source.height, AV_PIX_FMT_RGB24, pictureFlags, nil, nil, nil)
        scaler = context
        try call.check(setColours(context, source), "sws_setColorspaceDetails")
        av_frame_unref(target.pointer)
        target.pointer.pointee.width = source.width
        target.pointer.pointee.height = source.height
        target.pointer.pointee.format = AV_PIX_FMT_RGB24.rawValue
        try call.check(av_frame_get_buffer(target.pointer, 0), "av_frame_get_buffer")
        self.source = source
    }

    private func setColours(_ context: OpaquePointer?, _ source: Source) -> Int32 {
        guard let context else { return cffmpeg_out_of_memory }
        let isRGB = av_pix_fmt_desc_get(source.format).pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL) != 0
        if isRGB { return 0 }
        let matrix = sws_getCoefficients(source.colours.matrix)
        return sws_setColorspaceDetails(
            context, matrix, source.colours.isFullRange ? 1 : 0, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16)
    }

    private func orientation(of frame: Frame) -> Orientation {
        guard let side = av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_DISPLAYMATRIX), side.pointee.size >= 36 else {
            return orientation
        }
        return Orientation(displayMatrix: UnsafeRawPointer(side.pointee.data))
    }
}

/// 16...235 to 0...255, in place.
private func expandLevels(_ pixels: inout [UInt8]) {
    let levels = (0..<256).map { UInt8(max(0, min(255, ((Double($0) - 16) * 255 / 219).rounded()))) }
    for index in pixels.indices { pixels[index] = levels[Int(pixels[index])] }
}

/// Every conversion's flags: exact, in C code alone, so that no CPU's shortcut shows in the pixels.
let pictureFlags = SWS_BICUBIC | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_ACCURATE_RND | SWS_BITEXACT
