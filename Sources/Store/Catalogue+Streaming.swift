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
        try file.read("the samples") { database in
            try StoredRow.one(database, of: "sample", sql: "SELECT count(*) AS count FROM sample")?.integer("count") ?? 0
        }
    }

    /// The samples behind `ordinal` in the order they were ingested, and the last one's ordinal, which is nil at the end.
    ///
    /// - Parameter ordinal: -1 for the first.
    public func samples(after ordinal: Int, atMost limit: Int) throws(StoreError) -> (samples: [CataloguedSample], last: Int?) {
        try file.read("the samples") { database in
            let rows = try StoredRow.all(
                database, of: "sample",
                sql: """
                    SELECT sample.*, audio.source IS NOT NULL AS has_audio, audio.sha256 AS audio_sha256,
                    visual.source IS NOT NULL AS has_visual, visual.sha256 AS visual_sha256 FROM sample
                    LEFT JOIN dataset_source AS audio_from ON audio_from.ordinal = sample.audio_source
                    LEFT JOIN member AS audio ON audio.source = audio_from.path AND audio.name = sample.audio_name
                    LEFT JOIN dataset_source AS visual_from ON visual_from.ordinal = sample.visual_source
                    LEFT JOIN member AS visual ON visual.source = visual_from.path AND visual.name = sample.visual_name
                    WHERE sample.ordinal > ? ORDER BY sample.ordinal LIMIT ?
                    """,
                arguments: [ordinal, limit])
            let samples = try rows.map { row in
                var digests: [Modality: String] = [:]
                if try row.boolean("has_audio") { digests[.audio] = try row.text("audio_sha256") }
                if try row.boolean("has_visual") { digests[.visual] = try row.text("visual_sha256") }
                return CataloguedSample(sample: try Sample(row), digests: digests)
            }
            return (samples, try rows.last?.integer("ordinal"))
        }
    }
}
