/// What a demo archive holds.
public struct DemoManifest: Codable, Hashable, Sendable {
    public let layout: DemoLayout
    public let seed: UInt64
    public let overlap: Double
    /// Seconds of every video.
    public let videoSeconds: Double
    /// The clips in the archive's order; in AVE with the file that no annotation names.
    public let clips: [Clip]
    /// Every member of the archive, in its order.
    public let entries: [String]

    /// One video and what goes with it.
    public struct Clip: Codable, Hashable, Sendable {
        /// `<class>_video_00012` in VEGAS, the VideoID in AVE.
        public let id: String
        /// Position in the dataset: clips of equal seed and index show the same in both layouts.
        public let index: Int
        public let events: [Event]
        /// The member the sound is decoded from: the video itself, or the wav beside it.
        public let soundEntry: String
        public let videoEntry: String
    }

    /// The stretch of a clip in which its class is seen and heard.
    public struct Event: Codable, Hashable, Sendable {
        public let category: String
        /// Seconds from the clip's beginning.
        public let start: Double
        public let end: Double
    }
}
