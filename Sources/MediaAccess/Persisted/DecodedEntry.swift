package import Clips

/// What stands in the JSON member of a decoded clip.
package struct DecodedEntry: Codable, Sendable {
    /// A sample that is made of the clip, as it was known when the clip was decoded.
    package struct Annotation: Codable, Sendable {
        let id: String
        let labels: [String]
        let split: String?
        /// Start and end of the annotated event, seconds.
        let event: [Double]?

        package init(_ sample: Sample) {
            id = sample.id
            labels = sample.labels
            split = sample.split?.rawValue
            event = sample.interval.map { [$0.start, $0.end] }
        }
    }

    struct Sound: Codable, Sendable {
        /// The member that holds it: `wav` or `flac`.
        let ending: String
        /// Hertz.
        let sampleRate: Int
        let samples: Int
        /// Of the source, seconds.
        let duration: Double

        private enum CodingKeys: String, CodingKey {
            case ending, samples, duration
            case sampleRate = "sample_rate"
        }
    }

    struct Frames: Codable, Sendable {
        /// The members that hold them, in order.
        let endings: [String]
        /// Instant of each, seconds from the first presented frame.
        let times: [Double]
        /// Of the source, seconds.
        let duration: Double
    }

    /// Version of the program.
    let aadml: String
    /// Name of the media file in its archive or folder.
    let member: String
    /// Of the media file.
    let sha256: String
    /// What its container says, seconds.
    let duration: Double?
    let samples: [Annotation]
    /// Ingredients of the recipes, by modality.
    let decode: [String: [String: String]]
    let sound: Sound?
    let frames: Frames?
}
