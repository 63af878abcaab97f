import CFFmpeg

/// The sound of a clip being written.
final class AudioWriter {
    private let format: AudioEncoding
    private let clip: String
    private let stream: EncodedStream
    private let converter: OpaquePointer   // owned SwrContext: interleaved float to the encoder's own format
    private var waiting: [Float] = []      // interleaved, less than one frame's worth
    private var nextTick: Int64 = 0        // samples

    init(_ format: AudioEncoding, in muxer: Muxer) throws(MediaError) {
        self.format = format
        clip = muxer.clip
        let encoder = try FrameEncoder(format.codec, options: format.options, clip: clip) { context, codec throws(MediaError) in
            context.pointee.sample_rate = Int32(format.sampleRate)
            context.pointee.time_base = AVRational(num: 1, den: Int32(format.sampleRate))
            context.pointee.sample_fmt = codec.pointee.sample_fmts?.pointee ?? AV_SAMPLE_FMT_FLTP
            context.pointee.bit_rate = Int64(format.bitRate)
            av_channel_layout_default(&context.pointee.ch_layout, Int32(format.channels))
            if muxer.wantsGlobalHeader { context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
        }
        stream = try EncodedStream(encoder, in: muxer)
        var created: OpaquePointer?
        let call = FFmpegCall(library: clip)
        let context = encoder.context
        let rate = Int32(format.sampleRate)
        let status = swr_alloc_set_opts2(
            &created, &context.pointee.ch_layout, context.pointee.sample_fmt, rate,
            &context.pointee.ch_layout, AV_SAMPLE_FMT_FLT, rate, 0, nil)
        try call.check(status, "swr_alloc_set_opts2")
        converter = try call.require(created, "swr_alloc_set_opts2")
        try call.check(swr_init(converter), "swr_init")
    }

    deinit {
        var owned: OpaquePointer? = converter
        swr_free(&owned)
    }

    /// Samples in -1...1, channels interleaved.
    func add(_ samples: [Float]) throws(MediaError) {
        precondition(samples.count % format.channels == 0, "\(samples.count) samples for \(format.channels) channels")
        waiting += samples
        let size = frameSize * format.channels
        var start = 0
        while waiting.count - start >= size {
            try write(waiting[start..<(start + size)])
            start += size
        }
        waiting.removeFirst(start)
    }

    func finish() throws(MediaError) {
        if !waiting.isEmpty { try write(waiting[...]) }
        waiting = []
        try stream.write(nil)
    }

    /// Samples a channel in one frame; codecs without a size of their own get 1,024.
    private var frameSize: Int {
        let size = Int(stream.encoder.context.pointee.frame_size)
        return size > 0 ? size : 1024
    }

    private func write(_ samples: ArraySlice<Float>) throws(MediaError) {
        let call = FFmpegCall(library: clip)
        let count = Int32(samples.count / format.channels)
        let frame = try Frame(clip: clip)
        let context = stream.encoder.context
        frame.pointer.pointee.nb_samples = count
        frame.pointer.pointee.format = context.pointee.sample_fmt.rawValue
        frame.pointer.pointee.sample_rate = Int32(format.sampleRate)
        frame.pointer.pointee.pts = nextTick
        try call.check(av_channel_layout_copy(&frame.pointer.pointee.ch_layout, &context.pointee.ch_layout), "av_channel_layout_copy")
        try call.check(av_frame_get_buffer(frame.pointer, 0), "av_frame_get_buffer")
        let status = samples.withUnsafeBytes { bytes in
            var plane = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return swr_convert(converter, frame.pointer.pointee.extended_data, count, &plane, count)
        }
        try call.check(status, "swr_convert")
        nextTick += Int64(count)
        try stream.write(frame, duration: Int64(count))
    }
}
