import CFFmpeg
@testable import Media
import Tensors
import Testing

/// Every pixel format that libswscale takes, against the colours its stored numbers stand for.
@Suite struct PixelFormatTests {
    static let formats: [String] = {
        var names: [String] = []
        var descriptor = av_pix_fmt_desc_next(nil)
        while let current = descriptor {
            if sws_isSupportedInput(av_pix_fmt_desc_get_id(current)) > 0 { names.append(String(cString: current.pointee.name)) }
            descriptor = av_pix_fmt_desc_next(current)
        }
        return names
    }()

    @Test func thereAreManyFormats() {
        #expect(Self.formats.count > 180)
        let wanted = [
            "nv12", "nv21", "p010le", "p016be", "gray16be", "gray12le", "ya8", "ya16le", "monow", "monob", "rgb565le", "bgr555be", "rgba64le",
            "yuv440p", "yuv420p12le", "yuva444p16be", "gbrpf32le", "grayf32be", "gbrap12le", "pal8", "x2rgb10le", "xyz12le", "bayer_rggb8",
        ]
        #expect(Set(wanted).subtracting(Self.formats).isEmpty)
    }

    /// Levels of 255. libswscale leaves the lowest of its eight bits zero where a colour has three or four: white is grey then.
    private static func tolerance(_ name: String) -> Double {
        switch name {
        case "rgb8", "bgr8": 3
        case "rgb444le", "rgb444be", "bgr444le", "bgr444be": 15
        default: 2
        }
    }

    @Test(arguments: formats) func coloursAreThoseOfTheStoredNumbers(name: String) throws {
        let patches = try PatchPicture(name)
        let image = try PictureConverter(clip: name, codec: AV_CODEC_ID_RAWVIDEO).convert(patches.frame)
        for (patch, expected) in patches.expected.enumerated() {
            let seen = image.pixel(patch * PatchPicture.patchWidth + PatchPicture.patchWidth / 2, image.height / 2)
            for channel in 0..<3 {
                #expect(abs(Double(seen[channel]) - expected[channel]) <= Self.tolerance(name), "patch \(patch): \(seen), expected \(expected)")
            }
        }
    }
}
