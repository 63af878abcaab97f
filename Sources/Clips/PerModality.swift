/// One value for each modality.
///
/// As a sequence it gives the modalities with their values, audio first.
public struct PerModality<Value> {
    public var audio: Value
    public var visual: Value

    public init(audio: Value, visual: Value) {
        self.audio = audio
        self.visual = visual
    }

    /// Calls `value` for audio, then for visual.
    public init<Failure: Error>(_ value: (Modality) throws(Failure) -> Value) throws(Failure) {
        audio = try value(.audio)
        visual = try value(.visual)
    }

    public subscript(modality: Modality) -> Value {
        get {
            switch modality {
            case .audio: audio
            case .visual: visual
            }
        }
        set {
            switch modality {
            case .audio: audio = newValue
            case .visual: visual = newValue
            }
        }
    }

    /// The result of `transform` for each modality's value, audio first.
    public func mapValues<Result, Failure: Error>(_ transform: (Value) throws(Failure) -> Result) throws(Failure) -> PerModality<Result> {
        PerModality<Result>(audio: try transform(audio), visual: try transform(visual))
    }
}

extension PerModality: Sequence {
    public func makeIterator() -> IndexingIterator<[(modality: Modality, value: Value)]> {
        [(modality: .audio, value: audio), (modality: .visual, value: visual)].makeIterator()
    }
}

extension PerModality: Sendable where Value: Sendable {}
extension PerModality: Equatable where Value: Equatable {}
extension PerModality: Hashable where Value: Hashable {}
extension PerModality: Encodable where Value: Encodable {}
extension PerModality: Decodable where Value: Decodable {}
