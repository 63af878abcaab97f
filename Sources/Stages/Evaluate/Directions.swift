/// A figure in both directions, and where it makes sense their mean.
struct Directions<Value: Codable & Sendable>: Codable, Sendable {
    let audioToVisual: Value
    let visualToAudio: Value
    var average: Value?

    enum CodingKeys: String, CodingKey {
        case audioToVisual = "audio_to_visual"
        case visualToAudio = "visual_to_audio"
        case average
    }
}

extension Directions where Value == Double {
    init(_ audioToVisual: Double, _ visualToAudio: Double) {
        self.init(audioToVisual: audioToVisual, visualToAudio: visualToAudio, average: (audioToVisual + visualToAudio) / 2)
    }
}
