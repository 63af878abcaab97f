import Tensors

/// One clip of the demo data before it is encoded: what it shows, and under which conditions it was taken.
struct DemoClip: Sendable {
    /// A scene and the stretch of the clip, in seconds, in which it plays.
    struct Event: Sendable {
        let category: Int
        let start: Double
        let end: Double
    }

    let index: Int
    let seconds: Double
    let events: [Event]

    private let scenes: [any Scene]
    private let filming: Filming
    private let recording: Recording

    /// Draws everything random about a clip.
    ///
    /// - Parameters:
    ///   - seconds: length of the clip.
    ///   - sceneSeconds: length to prepare scenes for, at least as long as any event. It is part of what the random
    ///     numbers depend on; clips are the same in two layouts only if it is.
    init(seed: UInt64, index: Int, seconds: Double, sceneSeconds: Double, events: [Event], overlap: Double) {
        self.index = index
        self.seconds = seconds
        self.events = events
        func generator(_ purpose: String) -> SeededGenerator { SeededGenerator(seed: seed, stream: "demo clip \(index) \(purpose)") }
        scenes = events.enumerated().map { number, event in
            var random = generator("scene \(number)")
            return Self.scene(event.category, seconds: sceneSeconds, overlap: overlap, random: &random)
        }
        /// Something else that is seen or heard beside what the clip is about.
        func distraction(_ purpose: String) -> any Scene {
            var random = generator(purpose)
            let others = SceneRegistry.scenes.indices.filter { category in !events.contains { $0.category == category } }
            return Self.scene(others[random.below(others.count)], seconds: max(seconds, sceneSeconds), overlap: overlap, random: &random)
        }
        var light = generator("filming")
        filming = Filming(
            surroundings: scenes.first?.surroundings, distraction: distraction("passer-by"), overlap: overlap, random: &light)
        var air = generator("recording")
        recording = Recording(distraction: distraction("other sound"), overlap: overlap, random: &air)
    }

    var frameRate: Int { Filming.frameRate }
    var frameCount: Int { Int((seconds * Double(frameRate)).rounded()) }
    var width: Int { filming.width }
    var height: Int { filming.height }

    /// Calls `body` with every frame in turn: rows top to bottom, interleaved RGB.
    func forEachFrame<Failure: Error>(_ body: (RGBImage) throws(Failure) -> Void) throws(Failure) {
        let backdrop = filming.backdrop()
        for frame in 0..<frameCount { try body(picture(frame, over: backdrop)) }
    }

    /// The frame in the clip's middle or, if nothing plays then, in the middle of its first event.
    func thumbnail() -> RGBImage {
        let middle = seconds / 2
        let isBusy = events.contains { $0.start <= middle && middle < $0.end }
        let time = isBusy ? middle : events.first.map { ($0.start + $0.end) / 2 } ?? middle
        return picture(min(frameCount - 1, Int(time * Double(frameRate))), over: filming.backdrop())
    }

    /// The sound, one array of samples in -1...1 a channel, as long as the frames.
    func soundtrack() -> (rate: Int, channels: [[Float]]) {
        var sound = recording.silence(seconds: Double(frameCount) / Double(frameRate))
        for (event, scene) in zip(events, scenes) where event.end > event.start {
            var part = Sound(rate: sound.rate, count: Int((event.end - event.start) * sound.rate))
            scene.play(into: &part)
            part.normalize(to: 1)
            sound.mix(part, from: event.start, gain: 1)
        }
        return (Int(sound.rate), recording.take(sound))
    }

    private func picture(_ frame: Int, over backdrop: [UInt8]) -> RGBImage {
        let time = Double(frame) / Double(frameRate)
        let playing = zip(events, scenes).filter { $0.0.start <= time && time < $0.0.end }
        return filming.shoot(frame, over: backdrop) { canvas in
            for (event, scene) in playing { scene.draw(at: time - event.start, on: &canvas) }
        }
    }

    private static func scene(
        _ category: Int, seconds: Double, overlap: Double, random: inout SeededGenerator
    ) -> any Scene {
        let style = SceneStyle(overlap: overlap, random: &random)
        return SceneRegistry.scenes[category].init(seconds: seconds, style: style, random: &random)
    }
}
