import CFFmpeg
import Clips
import Tensors

/// One pass over a clip: its packets go to the tracks that want them, and each modality ends with an outcome.
struct Decoding {
    private var audioTrack: AudioTrack?
    private var videoTrack: VideoTrack?
    private var audio = StreamOutcome.notWanted
    private var visual = StreamOutcome.notWanted
    private var containerDamage = 0

    mutating func openAudio(_ demuxer: Demuxer, _ limits: DecodeLimits, _ sink: ((UnsafeBufferPointer<Float>) throws -> Void)?) {
        guard let sink else { return }
        guard let stream = demuxer.best(.audio) else { return audio = .absent }
        do throws(MediaError) {
            audioTrack = try AudioTrack(stream, limits: limits, sink: sink)
        } catch {
            audio = .failed(error)
        }
    }

    mutating func openVideo(
        _ demuxer: Demuxer, _ sampling: FrameSampling, _ limits: DecodeLimits, _ effort: DecodeEffort, firstRow: Int = 0,
        _ sink: ((RGBImage, Double) throws -> Void)?
    ) {
        guard let sink else { return }
        guard let stream = demuxer.best(.visual) else { return visual = .absent }
        do throws(MediaError) {
            videoTrack = try VideoTrack(stream, sampling, limits: limits, effort: effort, firstRow: firstRow, sink: sink)
        } catch {
            visual = .failed(error)
        }
    }

    /// Throws what the sinks throw.
    mutating func run(_ demuxer: Demuxer) throws {
        demuxer.keepOnly(tracks.map(\.decoder.stream.index))
        let packet = try Packet(clip: demuxer.clip)
        reading: while tracks.contains(where: { $0.wantsPackets }) {
            switch demuxer.read(packet) {
            case .packet: try hand(packet)
            case .end: break reading
            case .damaged:
                containerDamage = 1
                break reading
            case .unreadable(let error):
                return fail(error)
            }
        }
        if let audioTrack { audio = try audioTrack.finish() }
        if let videoTrack { visual = try videoTrack.finish() }
    }

    /// The row from which the video must be decoded again, and whole; nil where what came is right.
    var doubtfulRow: Int? { videoTrack.flatMap { $0.needsFullDecode ? $0.settledRows : nil } }

    /// Takes another pass's video in place of this one's.
    mutating func replaceVideo(with other: Decoding) {
        videoTrack = other.videoTrack
        visual = other.visual
    }

    var summary: DecodeSummary {
        var damage: [Modality: Int] = [:]
        if let audioTrack { damage[.audio] = audioTrack.decoder.damagedPackets + containerDamage }
        if let videoTrack { damage[.visual] = videoTrack.decoder.damagedPackets + containerDamage }
        return DecodeSummary(
            audio: audio, visual: visual, damagedPackets: damage, audioOffset: audioOffset,
            decodedFrames: videoTrack?.decoder.frames ?? 0)
    }

    private var tracks: [any Track] { [audioTrack as (any Track)?, videoTrack].compactMap { $0 } }

    private func hand(_ packet: Packet) throws {
        for track in tracks where track.decoder.stream.index == packet.streamIndex && track.wantsPackets {
            try track.take(packet)
        }
    }

    /// The disk failed, not the clip: nothing that was delivered may count.
    private mutating func fail(_ error: MediaError) {
        if audioTrack != nil { audio = .failed(error) }
        if videoTrack != nil { visual = .failed(error) }
    }

    private var audioOffset: Double? {
        guard case .decoded = audio, case .decoded = visual else { return nil }
        guard let audioTrack, let videoTrack, let sound = audioTrack.firstTime, let picture = videoTrack.start else { return nil }
        return seconds(sound, audioTrack.decoder.stream.timeBase) - seconds(picture, videoTrack.decoder.stream.timeBase)
    }
}

private func seconds(_ ticks: Int64, _ base: AVRational) -> Double { Double(ticks) * Double(base.num) / Double(base.den) }
