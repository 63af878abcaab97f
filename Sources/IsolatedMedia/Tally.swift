import Clips
import Media

/// What came of a clip so far, held against what a sound server may send of it.
struct Tally {
    private let mostSamples: Double
    private let mostRows: Double
    private let expectsSamples: Bool
    private let expectsRows: Bool
    private var samples = 0
    private var rows = 0

    /// - Parameter request: its limits bound a clip's length; a second more is left to what resampling and a last row round up.
    init(_ request: DecodeRequest) {
        expectsSamples = request.wantsAudio
        expectsRows = request.wantsFrames
        mostSamples = expectsSamples ? (request.limits.maxDuration + 1) * Double(WaveformFormat.sampleRate) : 0
        mostRows = expectsRows ? (request.limits.maxDuration + 1) * (request.framesPerSecond ?? 0) + 1 : 0
    }

    /// - Throws: ``ChannelError/malformed``.
    mutating func count(_ answer: Answer) throws(ChannelError) {
        switch answer {
        case .opened: break
        case .samples(let bytes): samples += bytes.count / MemoryLayout<Float>.size
        case .frame: rows += 1
        case .summary(let summary):
            guard summary.agrees(with: samples, of: .audio, expectsSamples), summary.agrees(with: rows, of: .visual, expectsRows) else {
                throw .malformed
            }
        }
        guard Double(samples) <= mostSamples, Double(rows) <= mostRows else { throw .malformed }
    }
}

private extension DecodeSummary {
    /// Whether as many units of a modality came as it says.
    func agrees(with units: Int, of modality: Modality, _ isExpected: Bool) -> Bool {
        if isExpected, case .decoded(_, let told) = self[modality] { told == units } else { true }
    }
}
