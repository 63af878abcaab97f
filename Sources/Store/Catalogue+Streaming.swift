public import Clips
import GRDB

/// A sample with the digests of the files its modalities are decoded from.
public struct CataloguedSample: Hashable, Sendable {
    public let sample: Sample
    /// SHA-256 by modality; a modality whose file is not listed has none.
    public let digests: [Modality: String]
}

extension Catalogue {
    public func sampleCount() throws(StoreError) -> Int {
        try file.read("the samples") { try Int.fetchOne($0, sql: "SELECT count(*) FROM sample") ?? 0 }
    }

    /// The samples behind `ordinal` in the order they were ingested, and the last one's ordinal, which is nil at the end.
    ///
    /// - Parameter ordinal: -1 for the first.
    public func samples(after ordinal: Int, atMost limit: Int) throws(StoreError) -> (samples: [CataloguedSample], last: Int?) {
        try file.read("the samples") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT sample.*, audio.sha256 AS audio_sha256, visual.sha256 AS visual_sha256 FROM sample
                    LEFT JOIN dataset_source AS audio_from ON audio_from.ordinal = sample.audio_source
                    LEFT JOIN member AS audio ON audio.source = audio_from.path AND audio.name = sample.audio_name
                    LEFT JOIN dataset_source AS visual_from ON visual_from.ordinal = sample.visual_source
                    LEFT JOIN member AS visual ON visual.source = visual_from.path AND visual.name = sample.visual_name
                    WHERE sample.ordinal > ? ORDER BY sample.ordinal LIMIT ?
                    """,
                arguments: [ordinal, limit])
            let samples = try rows.map { row in
                var digests: [Modality: String] = [:]
                digests[.audio] = row["audio_sha256"]
                digests[.visual] = row["visual_sha256"]
                return CataloguedSample(sample: try sample(row), digests: digests)
            }
            return (samples, rows.last?["ordinal"])
        }
    }

    func sample(_ row: Row) throws -> Sample {
        var members: [Modality: MemberReference] = [:]
        if let name: String = row["audio_name"], let source: Int = row["audio_source"] {
            members[.audio] = MemberReference(source: source, name: name)
        }
        if let name: String = row["visual_name"], let source: Int = row["visual_source"] {
            members[.visual] = MemberReference(source: source, name: name)
        }
        let start: Double? = row["start"], end: Double? = row["end"], split: String? = row["split"]
        return Sample(
            id: row["id"], labels: try decoded(row["labels"]), split: split.flatMap(Split.init(rawValue:)),
            interval: start.flatMap { start in end.map { Interval(start: start, end: $0) } }, members: members)
    }
}
