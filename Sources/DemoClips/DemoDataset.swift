/// Procedurally drawn and sounded clips of ten classes, named as VEGAS names its own.
///
/// They stand in for the published archives where those cannot be had: for a first run, for tests and for benchmarks.
/// Each class has a family of motion and of sound that fit its name; everything else (colours, place, size, tempo,
/// pitch, surroundings, noise, gain, format) varies from clip to clip. The same seed gives the same bytes on one
/// machine with one FFmpeg, whatever the number of cores.
public struct DemoDataset: Sendable {
    public let seed: UInt64
    public let clips: Int
    public let clipSeconds: Double
    public let overlap: Double

    /// How hard the classes are to tell apart where nobody says otherwise: a logistic regression on plain picture and
    /// spectrum statistics (200 clips to learn from, 100 to test) should name about 75 to 90 % right in each modality.
    public static let defaultOverlap = 0.25

    /// The classes, in the order in which clips take turns.
    public static var categories: [String] { SceneRegistry.scenes.map { $0.name } }

    /// - Parameters:
    ///   - clips: at least 1; classes differ by at most one clip.
    ///   - clipSeconds: length of a clip, 1 to 60; AVE's videos last a second more, to leave room around the event.
    ///   - overlap: 0...1, how far everything but the class varies: 0 leaves clean, distinct classes, 1 buries them.
    public init(seed: UInt64, clips: Int, clipSeconds: Double = 3, overlap: Double = DemoDataset.defaultOverlap) {
        self.seed = seed
        self.clips = clips
        self.clipSeconds = clipSeconds
        self.overlap = overlap
    }

    /// Makes the clips and writes them into one archive, whose kind follows from the path's extension: a zip or any
    /// tar. At most a few dozen clips are in memory at a time.
    ///
    /// - Parameter progress: told the number of videos written so far, on the calling thread.
    /// - Throws: ``DemoError``.
    public func write(
        layout: DemoLayout, to path: String, progress: (Int) -> Void = { _ in }
    ) throws(DemoError) -> DemoManifest {
        try check()
        switch layout {
        case .ave: return try AVEArchive(self).write(to: path, progress: progress)
        case .vegas: return try VEGASArchive(self).write(to: path, progress: progress)
        }
    }

    private func check() throws(DemoError) {
        guard clips >= 1, clips <= 1_000_000 else {
            throw .invalidSetting(name: "a number of clips of", value: "\(clips)", expected: "1 to 1,000,000")
        }
        guard clipSeconds >= 1, clipSeconds <= 60 else {
            throw .invalidSetting(name: "a clip length of", value: "\(clipSeconds) s", expected: "1 to 60 s")
        }
        guard overlap >= 0, overlap <= 1 else {
            throw .invalidSetting(name: "an overlap of", value: "\(overlap)", expected: "0 to 1")
        }
    }
}
