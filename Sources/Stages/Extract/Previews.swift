import Clips
import Media
import MediaAccess
import Tensors
import Workflow

/// What a report shows of a clip: one frame near its middle, and the envelope of its sound.
final class ClipPreviews {
    private var peaks = WaveformPeaks()
    private var thumbnail: Thumbnail?
    /// Seconds spent on them.
    private(set) var time = 0.0

    func sink(for modalities: Set<Modality>) -> ClipSink {
        ClipSink(
            opened: { [self] duration in thumbnail = Thumbnail(middle: (duration ?? 0) / 2) },
            samples: modalities.contains(.audio) ? { [self] samples in timing(&time) { peaks.add(samples) } } : nil,
            frames: modalities.contains(.visual) ? { [self] image, instant in timing(&time) { thumbnail?.offer(image, at: instant) } } : nil)
    }

    /// A JPEG for the frame, 0...255 for the envelope; nil if there is none.
    func content(of modality: Modality) -> [UInt8]? {
        timing(&time) {
            switch modality {
            case .audio: peaks.bytes
            case .visual: thumbnail?.jpeg
            }
        }
    }
}

/// Keeps one frame near the middle of a clip as a small picture for reports.
struct Thumbnail {
    private let middle: Double
    private var frame: RGBImage?

    /// Pixels of the longer side.
    private static let side = 160

    /// - Parameter middle: seconds.
    init(middle: Double) { self.middle = middle }

    mutating func offer(_ image: RGBImage, at time: Double) {
        if frame == nil || time <= middle { frame = image }
    }

    /// nil if there was no frame, or this FFmpeg cannot write JPEG: a preview is worth no clip's failure.
    var jpeg: [UInt8]? {
        frame.flatMap { try? JPEGEncoder.encode($0.averaged(toSide: Self.side), quality: 80) }
    }
}

/// The envelope of a waveform of any length: the largest magnitude of each of up to 128 stretches.
struct WaveformPeaks {
    private var peaks: [Float] = []
    private var stretch = 400
    private var filled = 0

    private static let limit = 128

    /// Stretches double when there are too many, so that memory does not grow with the clip.
    mutating func add(_ samples: UnsafeBufferPointer<Float>) {
        for sample in samples {
            if filled == 0 {
                if peaks.count == Self.limit { halve() }
                peaks.append(0)
            }
            peaks[peaks.count - 1] = max(peaks[peaks.count - 1], abs(sample))
            filled = (filled + 1) % stretch
        }
    }

    private mutating func halve() {
        peaks = stride(from: 0, to: peaks.count, by: 2).map { max(peaks[$0], peaks[$0 + 1]) }
        stretch *= 2
    }

    /// 0...255 for 0...1.
    var bytes: [UInt8] { peaks.map { UInt8(min(max($0.isFinite ? $0 : 0, 0), 1) * 255) } }
}

extension RGBImage {
    /// The picture scaled down to at most `side` pixels by averaging the pixels under each new one.
    fileprivate func averaged(toSide side: Int) -> RGBImage {
        guard max(width, height) > side else { return self }
        let newWidth = max(1, width * side / max(width, height)), newHeight = max(1, height * side / max(width, height))
        var scaled = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        for y in 0..<newHeight {
            let rows = (y * height / newHeight)..<max(y * height / newHeight + 1, (y + 1) * height / newHeight)
            for x in 0..<newWidth {
                let columns = (x * width / newWidth)..<max(x * width / newWidth + 1, (x + 1) * width / newWidth)
                for channel in 0..<3 {
                    var sum = 0
                    for row in rows { for column in columns { sum += Int(pixels[(row * width + column) * 3 + channel]) } }
                    scaled[(y * newWidth + x) * 3 + channel] = UInt8(sum / (rows.count * columns.count))
                }
            }
        }
        return RGBImage(width: newWidth, height: newHeight, pixels: scaled)
    }
}
