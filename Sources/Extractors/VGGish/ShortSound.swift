/// What becomes of sound that ends before VGGish's first window does.
public enum ShortSound: String, Hashable, Sendable, CaseIterable {
    /// The clip has no audio features: ``ExtractorError/tooShort(samples:needed:)``.
    case fail
    /// Silence follows to the window's end, and the clip has one row. Sound without a sample fails nevertheless.
    case pad

    /// The silence that follows `sampleCount` samples, so that there is a row.
    func silence(after sampleCount: Int) -> [Float] {
        guard self == .pad, (1..<LogMelSpectrogram.exampleLength).contains(sampleCount) else { return [] }
        return [Float](repeating: 0, count: LogMelSpectrogram.exampleLength - sampleCount)
    }
}
