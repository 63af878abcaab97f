import CFFmpeg
@testable import Media

/// Flat patches of known colours in a pixel format, written component by component.
struct PatchPicture {
    static let patchWidth = 32
    private static let height = 32
    /// Red, green, blue, 0 to 1.
    static let colours = [[0.8, 0.25, 0.15], [0.2, 0.7, 0.3], [0.15, 0.3, 0.85], [0.95, 0.95, 0.95], [0.06, 0.06, 0.06]]

    let frame: Frame
    /// Of each patch, 0 to 255, after the rounding that the format itself asks for.
    let expected: [[Double]]

    init(_ name: String) throws {
        frame = try Frame(clip: name)
        let format = av_get_pix_fmt(name)
        var descriptor = av_pix_fmt_desc_get(format)!.pointee
        if name == "rgb8" { Self.correct(&descriptor) }
        frame.pointer.pointee.format = format.rawValue
        frame.pointer.pointee.width = Int32(Self.colours.count * Self.patchWidth)
        frame.pointer.pointee.height = Int32(Self.height)
        try FFmpegCall(library: name).check(av_frame_get_buffer(frame.pointer, 0), "av_frame_get_buffer")
        let model = ColourModel(name, descriptor)
        let numbers = Self.colours.map(model.numbers)
        expected = numbers.map { model.colour(of: $0).map { min(max($0, 0), 1) * 255 } }
        for buffer in [frame.pointer.pointee.buf.0, frame.pointer.pointee.buf.1, frame.pointer.pointee.buf.2, frame.pointer.pointee.buf.3] {
            buffer?.pointee.data.update(repeating: 0, count: buffer?.pointee.size ?? 0)   // components that share a byte are added to it
        }
        if model.isPalette { Self.fillPalette(frame) }
        withUnsafePointer(to: descriptor) { Self.fill(frame, $0, numbers, model) }
    }

    /// FFmpeg's own description has two bits of red and three of blue, against pixfmt.h and libswscale ("3R 3G 2B").
    private static func correct(_ descriptor: inout AVPixFmtDescriptor) {
        (descriptor.comp.0.shift, descriptor.comp.0.depth) = (5, 3)
        (descriptor.comp.1.shift, descriptor.comp.1.depth) = (2, 3)
        (descriptor.comp.2.shift, descriptor.comp.2.depth) = (0, 2)
    }

    private static func fill(
        _ frame: Frame, _ descriptor: UnsafePointer<AVPixFmtDescriptor>, _ numbers: [[UInt32]], _ model: ColourModel
    ) {
        let picture = frame.pointer.pointee
        var data = [picture.data.0, picture.data.1, picture.data.2, picture.data.3]
        let strides = [picture.linesize.0, picture.linesize.1, picture.linesize.2, picture.linesize.3]
        for component in 0..<(model.bayer == nil ? Int(descriptor.pointee.nb_components) : 1) {
            let isChroma = model.isYUV && (component == 1 || component == 2)
            let across = isChroma ? Int(descriptor.pointee.log2_chroma_w) : 0, down = isChroma ? Int(descriptor.pointee.log2_chroma_h) : 0
            let width = Int(picture.width) >> across
            for row in 0..<(height >> down) {
                let line = (0..<width).map { column in
                    let patch = numbers[(column << across) / patchWidth]
                    return patch[model.bayer.map { $0[row % 2][column % 2] } ?? component]
                }
                if let bits = model.bayerBits {
                    let start = data[0]! + row * Int(strides[0])
                    for (column, value) in line.enumerated() {
                        if bits == 8 { start[column] = UInt8(value) } else {
                            start[2 * column] = UInt8(model.isBigEndian ? value >> 8 : value & 0xFF)
                            start[2 * column + 1] = UInt8(model.isBigEndian ? value & 0xFF : value >> 8)
                        }
                    }
                } else {
                    av_write_image_line2(line, &data, strides, descriptor, 0, Int32(row), Int32(component), Int32(width), 4)
                }
            }
        }
    }

    /// Colour number i is patch i's: 32 bits of alpha, red, green and blue.
    private static func fillPalette(_ frame: Frame) {
        frame.pointer.pointee.data.1!.withMemoryRebound(to: UInt32.self, capacity: 256) { palette in
            for index in 0..<256 {
                palette[index] = colours[index % colours.count].reduce(0xFF) { $0 << 8 | UInt32(($1 * 255).rounded()) }
            }
        }
    }
}
