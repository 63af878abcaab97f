import CFFmpeg
import Foundation
@testable import Media
import Testing

/// Every sample format there is, against the values its stored numbers stand for.
@Suite struct SampleFormatTests {
    static let formats = (0..<AV_SAMPLE_FMT_NB.rawValue).compactMap { av_get_sample_fmt_name(AVSampleFormat($0)).map { String(cString: $0) } }

    /// Two channels.
    private static let channels = [ramp, sine]
    private static let ramp: [Double] = (0..<512).map { -1 + Double($0) / 300 }
    private static let sine: [Double] = (0..<512).map { 0.75 * sin(Double($0) * 0.05) }

    @Test func thereAreTwelve() {
        #expect(Set(Self.formats) == ["u8", "s16", "s32", "flt", "dbl", "u8p", "s16p", "s32p", "fltp", "dblp", "s64", "s64p"])
    }

    /// Within a millionth, of the numbers as they are stored.
    @Test(arguments: formats) func theMeanIsThatOfTheStoredNumbers(name: String) throws {
        let frame = try Frame(clip: name)
        let format = av_get_sample_fmt(name)
        frame.pointer.pointee.format = format.rawValue
        frame.pointer.pointee.sample_rate = 16_000
        frame.pointer.pointee.nb_samples = 512
        av_channel_layout_default(&frame.pointer.pointee.ch_layout, 2)
        try FFmpegCall(library: name).check(av_frame_get_buffer(frame.pointer, 0), "av_frame_get_buffer")
        let isPlanar = av_sample_fmt_is_planar(format) != 0
        var stored = Self.channels
        for channel in 0..<2 {
            let target = UnsafeMutableRawPointer(frame.pointer.pointee.extended_data[isPlanar ? channel : 0])!
            for index in 0..<512 {
                let place = isPlanar ? index : 2 * index + channel
                stored[channel][index] = try Self.store(Self.channels[channel][index], in: av_get_packed_sample_fmt(format), at: place, of: target)
            }
        }
        let resampler = try MonoResampler(MonoResampler.Source(frame), clip: name)
        let samples = try Array(resampler.convert(frame)) + Array(resampler.convert(nil))
        try #require(samples.count == 512)
        for index in 0..<512 { #expect(abs(Double(samples[index]) - (stored[0][index] + stored[1][index]) / 2) < 1e-6) }
    }

    /// - Returns: the value as it can be stored.
    private static func store(_ value: Double, in format: AVSampleFormat, at place: Int, of target: UnsafeMutableRawPointer) throws -> Double {
        func put<Number: BitwiseCopyable>(_ number: Number) {
            target.storeBytes(of: number, toByteOffset: place * MemoryLayout<Number>.size, as: Number.self)
        }
        func whole<Number: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ type: Number.Type) -> Double {
            let scale = pow(2, Double(Number.bitWidth - 1)), number = Number((value * scale).rounded())
            put(number)
            return Double(number) / scale
        }
        switch format {
        case AV_SAMPLE_FMT_U8:
            let number = UInt8((value * 128).rounded() + 128)
            put(number)
            return (Double(number) - 128) / 128
        case AV_SAMPLE_FMT_S16: return whole(Int16.self)
        case AV_SAMPLE_FMT_S32: return whole(Int32.self)
        case AV_SAMPLE_FMT_S64: return whole(Int64.self)
        case AV_SAMPLE_FMT_FLT:
            put(Float(value))
            return Double(Float(value))
        case AV_SAMPLE_FMT_DBL:
            put(value)
            return value
        default: throw MediaError.invalidSetting(clip: "", setting: "format", value: "\(format)", expected: "one of the test's")
        }
    }
}
