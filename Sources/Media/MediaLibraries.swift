import CFFmpeg

/// The FFmpeg this process is linked with.
public enum MediaLibraries {
    /// Name and version of each library as it runs (not as it was compiled against), for `doctor` and for provenance.
    public static func versions() -> [(library: String, version: String)] {
        [
            ("libavformat", avformat_version()), ("libavcodec", avcodec_version()), ("libavutil", avutil_version()),
            ("libswscale", swscale_version()), ("libswresample", swresample_version()),
        ].map { ($0.0, "\($0.1 >> 16).\($0.1 >> 8 & 255).\($0.1 & 255)") }
    }

    /// Whether FFmpeg can encode with the encoder of this name, such as `libx264`.
    public static func hasEncoder(_ name: String) -> Bool { avcodec_find_encoder_by_name(name) != nil }

    /// Whether FFmpeg can decode with the decoder of this name, such as `h264`.
    public static func hasDecoder(_ name: String) -> Bool { avcodec_find_decoder_by_name(name) != nil }

    /// From here on FFmpeg writes nothing to stderr, since what went wrong comes back as errors and counts, and asks for no block of
    /// memory over 512 MiB: a plane of the largest picture takes half of that, a table of a few bytes that lies about its length more.
    static let manners: Void = {
        av_log_set_level(AV_LOG_QUIET)
        av_max_alloc(512 << 20)
    }()
}
