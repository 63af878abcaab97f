import CFFmpeg
import Clips

extension MediaProbe {
    init(_ demuxer: Demuxer) {
        let video = demuxer.best(.visual)
        let audio = demuxer.best(.audio)
        self.init(
            streams: Set((video == nil ? [] : [.visual]) + (audio == nil ? [] : [.audio])),
            duration: demuxer.duration, container: demuxer.container,
            video: video.map {
                Video(codec: $0.codecName, width: Int($0.parameters.width), height: Int($0.parameters.height))
            },
            audio: audio.map {
                Audio(
                    codec: $0.codecName, sampleRate: Int($0.parameters.sample_rate),
                    channels: Int($0.parameters.ch_layout.nb_channels))
            })
    }
}
