/// The one form in which Media hands over sound: mono, 16 kHz, 32-bit float, full scale at -1 and 1 (not clipped).
public enum WaveformFormat {
    /// Hertz.
    public static let sampleRate = 16_000
}

/// How a waveform is made, for fingerprints: any change here changes every waveform.
///
/// Mono is the mean of the channels, whatever they are called (libswresample's own downmix is 0.707 (L + R), which is
/// 3 dB louder). Source: libswresample's polyphase windowed-sinc resampler, https://ffmpeg.org/ffmpeg-resampler.html.
public let resamplerDescription =
    "mean of channels; swresample \(WaveformFormat.sampleRate) Hz fltp "
    + resamplerSettings.map { "\($0.name)=\($0.value)" }.joined(separator: " ")

/// Every setting that moves a sample, pinned, so that another default in another FFmpeg changes nothing.
let resamplerSettings: [(name: String, value: String)] = [
    ("resampler", "swr"), ("filter_type", "kaiser"), ("kaiser_beta", "9"), ("filter_size", "32"), ("phase_shift", "10"),
    ("cutoff", "0.97"), ("linear_interp", "1"), ("exact_rational", "1"), ("dither_method", "0"), ("async", "0"),
]
