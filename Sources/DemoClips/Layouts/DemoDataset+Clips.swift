import Tensors

/// What both layouts share.
extension DemoDataset {
    /// Seconds an AVE video has beside the length of an event.
    static let roomAround = 1.0

    /// The clip of an index: the same scenes under the same conditions, whatever its length and events.
    func clip(_ index: Int, seconds: Double, events: [DemoClip.Event]) -> DemoClip {
        DemoClip(
            seed: seed, index: index, seconds: seconds, sceneSeconds: clipSeconds + Self.roomAround, events: events,
            overlap: overlap)
    }

    /// Eleven characters such as YouTube gives a video.
    func videoID(_ index: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var random = SeededGenerator(seed: seed, stream: "demo video id \(index)")
        return String((0..<11).map { _ in alphabet[random.below(alphabet.count)] })
    }
}
