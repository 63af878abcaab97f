import CFFmpeg
public import Tensors

/// Pictures as PNG (8-bit RGB): every pixel comes back as it was.
public enum PNGEncoder {
    /// On frames of the demo clips zlib's default effort, 6, takes 2.6 times as long for files 8 % smaller.
    private static let options = ["pred": "sub", "compression_level": "3"]

    /// - Returns: a whole PNG file, without a comment or a time.
    public static func encode(_ image: RGBImage) throws(MediaError) -> [UInt8] {
        let clip = "png of \(image.width) x \(image.height)"
        let encoder = try FrameEncoder("png", options: options, clip: clip) { context, _ throws(MediaError) in
            context.pointee.width = Int32(image.width)
            context.pointee.height = Int32(image.height)
            context.pointee.pix_fmt = AV_PIX_FMT_RGB24
            context.pointee.time_base = AVRational(num: 1, den: 1)
        }
        let source = try PictureSource(
            width: image.width, height: image.height, format: AV_PIX_FMT_RGB24, matrix: SWS_CS_DEFAULT, isFullRange: true, clip: clip)
        try source.fill(image)
        source.frame.pointer.pointee.pts = 0
        return try encoder.file(of: source.frame)
    }
}
