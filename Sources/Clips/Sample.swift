/// What is trained on and retrieved: one clip, or one annotated stretch of it, with its labels.
///
/// A sample's id derives from the annotation or the member's name, never from a position in a list.
public struct Sample: Hashable, Codable, Sendable {
    /// Unique in the dataset, e.g. `<VideoID>/<category>/<start>-<end>` in AVE, `<class>_video_00850` in VEGAS.
    public let id: String
    /// At least one class name, as the dataset spells it; the first is the one that is trained on.
    public let labels: [String]
    /// The part the dataset itself assigns; nil where it assigns none.
    public let split: Split?
    /// The annotated event; nil where the whole clip is the sample.
    public let interval: Interval?
    /// The member each modality is decoded from; a modality without a member is missing.
    public let members: [Modality: MemberReference]

    public init(
        id: String, labels: [String], split: Split? = nil, interval: Interval? = nil,
        members: [Modality: MemberReference]
    ) {
        self.id = id
        self.labels = labels
        self.split = split
        self.interval = interval
        self.members = members
    }
}
