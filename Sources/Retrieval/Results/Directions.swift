/// A value for audio queries in a visual gallery and one for visual queries in an audio gallery, and where it makes sense their average.
///
/// In JSON the keys are `audio_to_visual`, `visual_to_audio` and, where there is one, `average`.
public struct Directions<Value> {
    public var audioToVisual: Value
    public var visualToAudio: Value
    public var average: Value?

    public init(audioToVisual: Value, visualToAudio: Value, average: Value? = nil) {
        self.audioToVisual = audioToVisual
        self.visualToAudio = visualToAudio
        self.average = average
    }

    enum CodingKeys: String, CodingKey {
        case audioToVisual = "audio_to_visual"
        case visualToAudio = "visual_to_audio"
        case average
    }

    /// Both directions' values with the name of the direction, as tables print it.
    public var named: [(name: String, value: Value)] { [("audio to visual", audioToVisual), ("visual to audio", visualToAudio)] }

    /// What `transform` makes of both directions; without an average.
    public func map<Other, Failure: Error>(_ transform: (Value) throws(Failure) -> Other) throws(Failure) -> Directions<Other> {
        Directions<Other>(audioToVisual: try transform(audioToVisual), visualToAudio: try transform(visualToAudio))
    }
}

extension Directions: Sendable where Value: Sendable {}
extension Directions: Equatable where Value: Equatable {}
extension Directions: Hashable where Value: Hashable {}
extension Directions: Encodable where Value: Encodable {}
extension Directions: Decodable where Value: Decodable {}

extension Directions<Double> {
    /// Two numbers and their mean.
    public init(_ audioToVisual: Double, _ visualToAudio: Double) {
        self.init(audioToVisual: audioToVisual, visualToAudio: visualToAudio, average: (audioToVisual + visualToAudio) / 2)
    }

    /// The mean of both numbers.
    public var mean: Double { average ?? (audioToVisual + visualToAudio) / 2 }
}

extension Directions<RetrievalMetrics> {
    /// A metric that is one number, in both directions and their mean; NaN where it was not computed.
    public func number(_ metric: RetrievalMetric) -> Directions<Double> {
        Directions<Double>(audioToVisual.number(metric), visualToAudio.number(metric))
    }

    /// A metric as tables print it, in both directions: one number, or one for each cut-off K that either direction has, with its title.
    /// Empty for classes, lists and curves, and for cut-offs where the metric was not computed.
    public func values(of metric: RetrievalMetric) -> [(title: String, value: Directions<Double>)] {
        if metric.isNumber { return [(metric.title, number(metric))] }
        guard metric.isAtCutoffs else { return [] }
        let both = map { $0.atCutoffs(metric) }
        return Set(both.audioToVisual.keys).union(both.visualToAudio.keys).sorted().map { k in
            ("\(metric.title)@\(k)", Directions<Double>(both.audioToVisual[k] ?? .nan, both.visualToAudio[k] ?? .nan))
        }
    }

    public var map: Directions<Double> { number(.map) }
    public var chance: Directions<Double> { number(.chance) }
}
