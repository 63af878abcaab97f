import CFFmpeg
import Clips

/// One kind of source samples to the mean of its channels at 16 kHz.
final class MonoResampler {
    /// What a frame must share with the last one to go through the same resampler.
    struct Source: Equatable {
        let format: AVSampleFormat
        let sampleRate: Int32
        let channels: Int32

        init(_ frame: Frame) {
            format = AVSampleFormat(frame.pointer.pointee.format)
            sampleRate = frame.pointer.pointee.sample_rate
            channels = frame.pointer.pointee.ch_layout.nb_channels
        }
    }

    let source: Source
    private let clip: String
    private let context: OpaquePointer   // owned SwrContext
    private var output = UnsafeMutableBufferPointer<Float>.allocate(capacity: 1)   // owned

    init(_ source: Source, clip: String) throws(MediaError) {
        self.source = source
        self.clip = clip
        context = try FFmpegCall(library: clip).require(swr_alloc(), "swr_alloc")
        guard sampleRates.contains(source.sampleRate), (1...maxChannels).contains(source.channels) else {
            let what = "\(source.channels) channels at \(source.sampleRate) Hz"
            throw .unsupportedFormat(clip: clip, modality: .audio, format: what)
        }
        try configure()
    }

    deinit {
        var owned: OpaquePointer? = context
        swr_free(&owned)
        output.deallocate()
    }

    /// What a frame's samples give, or with nil what the filter still holds; valid until the next call.
    func convert(_ frame: Frame?) throws(MediaError) -> UnsafeBufferPointer<Float> {
        let call = FFmpegCall(library: clip)
        let inputCount = frame?.pointer.pointee.nb_samples ?? 0
        let room = Int(try call.check(swr_get_out_samples(context, inputCount), "swr_get_out_samples"))
        reserve(room)
        var plane = UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        let input = frame.map {
            UnsafeMutableRawPointer($0.pointer.pointee.extended_data).assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
        }
        let count = try call.check(swr_convert(context, &plane, Int32(room), input, inputCount), "swr_convert")
        return UnsafeBufferPointer(rebasing: output[..<Int(count)])
    }

    private func reserve(_ count: Int) {
        guard output.count < max(count, 1) else { return }
        output.deallocate()
        output = .allocate(capacity: max(count, 1))
    }

    /// Channels have no names here: the layout is unspecified, and the matrix gives each the same weight.
    private func configure() throws(MediaError) {
        let call = FFmpegCall(library: clip)
        let handle = UnsafeMutableRawPointer(context)
        var input = AVChannelLayout()
        var mono = AVChannelLayout()
        input.order = AV_CHANNEL_ORDER_UNSPEC
        input.nb_channels = source.channels
        av_channel_layout_default(&mono, 1)
        try call.check(av_opt_set_chlayout(handle, "in_chlayout", &input, 0), "av_opt_set_chlayout")
        try call.check(av_opt_set_chlayout(handle, "out_chlayout", &mono, 0), "av_opt_set_chlayout")
        try call.check(av_opt_set_int(handle, "in_sample_rate", Int64(source.sampleRate), 0), "av_opt_set_int")
        try call.check(av_opt_set_int(handle, "out_sample_rate", Int64(WaveformFormat.sampleRate), 0), "av_opt_set_int")
        try call.check(av_opt_set_sample_fmt(handle, "in_sample_fmt", source.format, 0), "av_opt_set_sample_fmt")
        try call.check(av_opt_set_sample_fmt(handle, "out_sample_fmt", AV_SAMPLE_FMT_FLT, 0), "av_opt_set_sample_fmt")
        try call.check(av_opt_set_sample_fmt(handle, "internal_sample_fmt", AV_SAMPLE_FMT_FLTP, 0), "av_opt_set_sample_fmt")
        for (name, value) in resamplerSettings { try call.check(av_opt_set(handle, name, value, 0), "av_opt_set \(name)") }
        let weights = [Double](repeating: 1 / Double(source.channels), count: Int(source.channels))
        try call.check(swr_set_matrix(context, weights, source.channels), "swr_set_matrix")
        try call.check(swr_init(context), "swr_init")
    }
}

/// libswresample's own bound (SWR_CH_MAX, which its headers do not export).
private let maxChannels: Int32 = 64

/// Hertz of anything that was ever recorded; beyond, a damaged header would make a filter of gigabytes.
private let sampleRates: ClosedRange<Int32> = 1_000...1_536_000
