/// The containers clips are read from: those that carry their own pictures and samples.
///
/// Demuxers that follow names inside a file to other files or to the network (`concat`, `hls`, `dash`, `imf`, `sdp`,
/// `image2`, playlists, subtitles) are not in the list, so bytes that look like a playlist are refused, not obeyed.
public enum MediaContainers {
    /// FFmpeg's short names; one name of a demuxer with several stands for it.
    public static let allowed: [String] = [
        "aac", "ac3", "aiff", "amr", "ape", "asf", "au", "avi", "caf", "dv", "eac3", "flac", "flv", "ivf", "matroska",
        "mov", "mp3", "mpeg", "mpegts", "mxf", "nut", "ogg", "rm", "tta", "voc", "w64", "wav", "wtv", "wv", "yuv4mpegpipe",
    ]

    static let list = allowed.joined(separator: ",")

    /// Whether a demuxer with this comma-separated list of names is allowed.
    static func allows(_ names: String) -> Bool {
        names.split(separator: ",").contains { allowed.contains(String($0)) }
    }
}
