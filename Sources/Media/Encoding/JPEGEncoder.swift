import CFFmpeg
public import Tensors

/// Pictures as JPEG (JFIF: BT.601, full range, 4:2:0), for the report's thumbnails.
public enum JPEGEncoder {
    /// - Parameter quality: 1 (smallest) to 100 (best).
    /// - Returns: a whole JPEG file, without a comment or a time.
    public static func encode(_ image: RGBImage, quality: Int) throws(MediaError) -> [UInt8] {
        precondition((1...100).contains(quality), "a JPEG quality of \(quality)")
        let clip = "jpeg of \(image.width) x \(image.height)"
        // The encoder's quantiser runs from 2 (best) to 31.
        let quantiser = 2 + (Int32(100 - quality) * 29 + 49) / 99
        let encoder = try FrameEncoder("mjpeg", options: ["huffman": "optimal"], clip: clip) { context, _ throws(MediaError) in
            context.pointee.width = Int32(image.width)
            context.pointee.height = Int32(image.height)
            context.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
            context.pointee.time_base = AVRational(num: 1, den: 1)
            context.pointee.flags |= AV_CODEC_FLAG_QSCALE
            context.pointee.global_quality = quantiser * cffmpeg_quantiser_to_lambda
        }
        let source = try PictureSource(
            width: image.width, height: image.height, format: AV_PIX_FMT_YUVJ420P, matrix: SWS_CS_ITU601, isFullRange: true, clip: clip)
        try source.fill(image)
        source.frame.pointer.pointee.pts = 0
        source.frame.pointer.pointee.quality = quantiser * cffmpeg_quantiser_to_lambda
        return try encoder.file(of: source.frame)
    }
}
