public import Clips

/// A clip that could not be read, decoded or encoded. Every case begins with the clip's name.
public enum MediaError: Error, Hashable, Codable, Sendable {
    /// The operating system would not open or read the file.
    case unreadable(clip: String, call: String, why: String)
    /// The file has no bytes.
    case empty(clip: String)
    /// No demuxer recognises the bytes.
    case notMedia(clip: String)
    /// A demuxer recognises the bytes, but not one that Media lets read clips (``MediaContainers``).
    case containerRefused(clip: String, container: String)
    /// The container is recognised, but its headers are cut off or damaged.
    case damagedContainer(clip: String, container: String, call: String, why: String)
    /// This build of FFmpeg has no decoder for the stream.
    case unsupportedCodec(clip: String, modality: Modality, codec: String)
    /// The pictures or samples are of a kind that cannot be converted without guessing.
    case unsupportedFormat(clip: String, modality: Modality, format: String)
    /// A picture has more pixels than ``DecodeLimits`` allow.
    case tooLarge(clip: String, width: Int, height: Int, maxPixels: Int)
    /// A modality lasts longer than ``DecodeLimits`` allow.
    case tooLong(clip: String, modality: Modality, maxDuration: Double)
    /// The stream is announced, but the file ends before its first packet.
    case truncated(clip: String, modality: Modality)
    /// Packets were there, yet no sample or frame came out.
    case nothingDecoded(clip: String, modality: Modality, call: String, why: String)
    /// FFmpeg refused something that does not depend on the clip's content, such as memory.
    case library(clip: String, call: String, why: String)
    /// The process that decoded it ended: by a crash, or for want of memory.
    case decoderDied(clip: String, how: String)
    /// Its decoder took longer than it is given.
    case timedOut(clip: String, seconds: Double)
    /// A setting of the caller that no clip can satisfy.
    case invalidSetting(clip: String, setting: String, value: String, expected: String)

    /// A short stable code, for lists of failures and for `--retry-failed`.
    public enum Reason: String, CaseIterable, Codable, Sendable {
        case unreadable
        case empty
        case notMedia = "not_media"
        case containerRefused = "container_refused"
        case damagedContainer = "damaged_container"
        case noAudio = "no_audio"
        case noVideo = "no_video"
        case unsupportedCodec = "unsupported_codec"
        case unsupportedFormat = "unsupported_format"
        case tooLarge = "too_large"
        case tooLong = "too_long"
        case truncated
        case decodeError = "decode_error"
        case library = "library_error"
        case decoderDied = "decoder_died"
        case timedOut = "timed_out"
        case invalidSetting = "invalid_setting"
    }

    public var reason: Reason {
        switch self {
        case .unreadable: .unreadable
        case .empty: .empty
        case .notMedia: .notMedia
        case .containerRefused: .containerRefused
        case .damagedContainer: .damagedContainer
        case .unsupportedCodec: .unsupportedCodec
        case .unsupportedFormat: .unsupportedFormat
        case .tooLarge: .tooLarge
        case .tooLong: .tooLong
        case .truncated: .truncated
        case .nothingDecoded: .decodeError
        case .library: .library
        case .decoderDied: .decoderDied
        case .timedOut: .timedOut
        case .invalidSetting: .invalidSetting
        }
    }
}

extension MediaError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let clip, let call, let why):
            "\(clip): \(call) failed: \(why); check that the file is there and may be read"
        case .empty(let clip):
            "\(clip): the file has no bytes; fetch it again"
        case .notMedia(let clip):
            "\(clip): not a media file FFmpeg recognises; fetch it again, or leave it out of the dataset"
        case .containerRefused(let clip, let container):
            "\(clip): '\(container)' is not a container clips are read from; convert it, for instance to mp4"
        case .damagedContainer(let clip, let container, let call, let why):
            "\(clip): \(call) failed on a '\(container)' file: \(why); its headers are cut off or damaged: fetch it again"
        case .unsupportedCodec(let clip, let modality, let codec):
            "\(clip): this build of FFmpeg has no decoder for its \(modality.rawValue) stream ('\(codec)'); convert the clip"
        case .unsupportedFormat(let clip, let modality, let format):
            "\(clip): its \(modality.rawValue) stream has \(format), which cannot be converted faithfully; convert the clip"
        case .tooLarge(let clip, let width, let height, let maxPixels):
            "\(clip): its picture of \(width) x \(height) exceeds the limit of \(maxPixels) pixels; raise the limit or leave the clip out"
        case .tooLong(let clip, let modality, let maxDuration):
            "\(clip): its \(modality.rawValue) stream lasts over the limit of \(maxDuration) s; raise the limit or cut the clip"
        case .truncated(let clip, let modality):
            "\(clip): the file ends before the first packet of its \(modality.rawValue) stream; fetch it again"
        case .nothingDecoded(let clip, let modality, let call, let why):
            "\(clip): nothing of its \(modality.rawValue) stream could be decoded: \(call): \(why); fetch it again or leave it out"
        case .library(let clip, let call, let why):
            "\(clip): FFmpeg's \(call) failed: \(why); 'aadml doctor' tells which FFmpeg is used and what it can do"
        case .decoderDied(let clip, let how):
            "\(clip): its decoder died (\(how)); the file is damaged or hostile: fetch it again or leave it out"
        case .timedOut(let clip, let seconds):
            "\(clip): its decoder took longer than \(seconds) s; raise decode.max_decode_seconds or leave the clip out"
        case .invalidSetting(let clip, let setting, let value, let expected):
            "\(clip): \(setting) cannot be \(value); expected \(expected)"
        }
    }
}
