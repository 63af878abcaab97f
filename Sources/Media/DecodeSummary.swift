public import Clips

/// What became of one modality of a clip.
public enum StreamOutcome: Hashable, Codable, Sendable {
    /// The caller did not ask for it; its packets were passed over.
    case notWanted
    /// The container has no such stream.
    case absent
    /// Everything that could be decoded was delivered: `units` are 16 kHz samples or frame rows, `duration` is in
    /// seconds (audio: source samples over their rate; visual: see ``FrameSampling``).
    case decoded(duration: Double, units: Int)
    /// Nothing came of it, or what came must not be used.
    case failed(MediaError)
}

/// What ``MediaDecoder/decode(framesPerSecond:audio:frame:)`` made of a clip.
public struct DecodeSummary: Hashable, Codable, Sendable {
    public let audio: StreamOutcome
    public let visual: StreamOutcome
    /// Packets of each modality that the decoder refused or could decode only in part; 0 for a sound clip. Those that no
    /// row needed and nothing referred to are not known.
    /// A demuxer that stops in the middle of its file counts as one for each modality.
    public let damagedPackets: [Modality: Int]
    /// Seconds from the first presented frame to the first presented audio sample (negative: the sound starts
    /// first); nil unless both were decoded. The waveform and the rows each start at their own beginning.
    public let audioOffset: Double?
    /// Pictures that were decoded for the rows: fewer than there are where the codec lets others be passed over.
    public let decodedFrames: Int

    public init(audio: StreamOutcome, visual: StreamOutcome, damagedPackets: [Modality: Int], audioOffset: Double?, decodedFrames: Int) {
        self.audio = audio
        self.visual = visual
        self.damagedPackets = damagedPackets
        self.audioOffset = audioOffset
        self.decodedFrames = decodedFrames
    }

    public subscript(modality: Modality) -> StreamOutcome { modality == .audio ? audio : visual }

    /// Why a wanted modality is missing, as a code of the failure list; nil if it was decoded or not wanted.
    public func reason(_ modality: Modality) -> MediaError.Reason? {
        switch self[modality] {
        case .notWanted, .decoded: nil
        case .absent: modality == .audio ? .noAudio : .noVideo
        case .failed(let error): error.reason
        }
    }
}
