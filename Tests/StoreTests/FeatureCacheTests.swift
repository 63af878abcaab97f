import Clips
import Foundation
import GRDB
import Store
import Tensors
import Testing

@Suite struct FeatureCacheTests {
    let folder: TemporaryFolder
    let cache: FeatureCache
    let extractor = ExtractorRecord(fingerprint: "e1", modality: .audio, network: "vggish", synthesized: true, description: "{\"hop\": 0.96}")

    init() throws {
        folder = try TemporaryFolder()
        cache = try FeatureCache(path: folder.file("features.sqlite"))
        try cache.register(extractor)
    }

    private func record(_ sha256: String, rows: [[Float]], modality: Modality = .audio) -> FeatureRecord {
        FeatureRecord(
            sha256: sha256, extractor: "e1", modality: modality, rows: Matrix(rows),
            times: rows.indices.map { Interval(start: Double($0) * 0.96, end: Double($0) * 0.96 + 0.975) })
    }

    /// A connection that knows nothing of our types: Python's point of view.
    private func raw() throws -> DatabaseQueue { try DatabaseQueue(path: cache.path) }

    @Test func featuresComeBackBitForBit() throws {
        let values: [[Float]] = [
            [0, -0.0, 1, .nan], [.infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude], [.pi, 1 / 3, -1e-38, 0.1],
        ]
        let times = [Interval(start: 0, end: 0.1 + 0.2), Interval(start: 1 / 3, end: 1e9), Interval(start: -0.0, end: .leastNonzeroMagnitude)]
        let record = FeatureRecord(sha256: "aa", extractor: "e1", modality: .audio, rows: Matrix(values), times: times)
        try cache.save(record, preview: nil)
        let read = try #require(try FeatureCache(path: cache.path).features(of: "aa", extractor: "e1"))
        #expect((read.rows.rows, read.rows.columns) == (3, 4))
        #expect(read.rows.values.map(\.bitPattern) == record.rows.values.map(\.bitPattern))
        #expect(read.times.map(\.start.bitPattern) == times.map(\.start.bitPattern))
        #expect(read.times.map(\.end.bitPattern) == times.map(\.end.bitPattern))
        #expect((read.sha256, read.extractor, read.modality) == ("aa", "e1", .audio))
    }

    @Test func whatWasNeverSavedIsNotThere() throws {
        try cache.save(record("aa", rows: [[1]]), preview: nil)
        #expect(try cache.features(of: "aa", extractor: "e2") == nil)
        #expect(try cache.features(of: "bb", extractor: "e1") == nil)
        #expect(try cache.preview(of: "aa", modality: .audio) == nil)
    }

    @Test func theSameKeyIsReplaced() throws {
        try cache.save(record("aa", rows: [[1, 2], [3, 4]]), preview: [1, 2])
        let newer = record("aa", rows: [[5, 6]])
        try cache.save(newer, preview: [3])
        #expect(try cache.features(of: "aa", extractor: "e1") == newer)
        #expect(try cache.preview(of: "aa", modality: .audio) == [3])
        let counts = try cache.counts(of: "e1")
        #expect((counts.clips, counts.rows, counts.columns) == (1, 1, 2))
    }

    @Test func previewsAreKeptByModality() throws {
        try cache.save(record("aa", rows: [[1]]), preview: [0, 128, 255])
        try cache.save(record("bb", rows: [[1]], modality: .visual), preview: [7])
        #expect(try cache.preview(of: "aa", modality: .audio) == [0, 128, 255])
        #expect(try cache.preview(of: "bb", modality: .visual) == [7])
        #expect(try cache.preview(of: "bb", modality: .audio) == nil)
    }

    @Test func extractorsAreNotedOnce() throws {
        let other = ExtractorRecord(fingerprint: "e2", modality: .visual, network: "inception-v3/tf2015", synthesized: false, description: "{}")
        for record in [other, extractor, other] { try cache.register(record) }
        #expect(try cache.extractors() == [extractor, other])
    }

    @Test func featuresOfAnUnknownExtractorAreRefused() throws {
        let stray = FeatureRecord(sha256: "aa", extractor: "nobody", modality: .audio, rows: Matrix([[1]]), times: [Interval(start: 0, end: 1)])
        #expect(message { try cache.save(stray, preview: nil) } == "\(cache.path): could not write features: FOREIGN KEY constraint failed")
    }

    @Test func countsAndDigestsTellFeaturesApart() throws {
        try cache.save(record("aa", rows: [[1, 2], [3, 4]]), preview: nil)
        try cache.save(record("bb", rows: [[1, 2], [3, 4]]), preview: nil)
        try cache.save(record("cc", rows: [[1, 2], [3, 4.0000005]]), preview: nil)
        let counts = try cache.counts(of: "e1")
        #expect((counts.clips, counts.rows, counts.columns) == (3, 6, 2))
        let empty = try cache.counts(of: "e2")
        #expect((empty.clips, empty.rows, empty.columns) == (0, 0, 0))
        let digests = try cache.digests(of: "e1")
        #expect(digests.count == 3)
        #expect(digests["aa"] == digests["bb"])
        #expect(digests["aa"] != digests["cc"])
    }

    @Test func theFileReadsWithPlainSQL() throws {
        try cache.save(record("aa", rows: [[1, -2.5], [0.15625, 3]]), preview: nil)
        let row = try #require(try raw().read {
            try Row.fetchOne($0, sql: """
                SELECT rows, columns, feature.modality, hex(data), hex(times), network, synthesized
                FROM feature JOIN extractor ON fingerprint = extractor
                """)
        })
        #expect((row[0] as Int, row[1] as Int, row[2] as String) == (2, 2, "audio"))
        // numpy.array([[1, -2.5], [0.15625, 3]], "<f4").tobytes().hex(), and ([[0, .975], [.96, 1.935]], "<f8")
        #expect(row[3] == "0000803F000020C00000203E00004040")
        #expect(row[4] == "0000000000000000333333333333EF3FB81E85EB51B8EE3FF6285C8FC2F5FE3F")
        #expect((row[5] as String, row[6] as Int) == ("vggish", 1))
    }

    @Test(arguments: [("data", 0), ("data", 15), ("times", 0), ("times", 31)]) func aFlippedBitIsNoticed(column: String, byte: Int) throws {
        try cache.save(record("aa", rows: [[1, 2], [3, 4]]), preview: nil)
        try raw().write { database in
            var blob = try #require(try Data.fetchOne(database, sql: "SELECT \(column) FROM feature"))
            blob[byte] ^= 0x10
            try database.execute(sql: "UPDATE feature SET \(column) = ?", arguments: [blob])
        }
        #expect(throws: StoreError.damagedRecord(file: cache.path, key: "aa", detail: "its digest differs")) {
            try cache.features(of: "aa", extractor: "e1")
        }
    }

    @Test(arguments: [
        "rows = 3", "rows = 0", "rows = -2", "rows = 1", "columns = 4", "columns = -2",
        "rows = 4611686018427387904, columns = 4611686018427387904",
        "data = zeroblob(15)", "times = zeroblob(8)", "data = zeroblob(0)", "modality = 'smell'",
    ])
    func sizesThatDoNotFitAreNoticed(change: String) throws {
        try cache.save(record("aa", rows: [[1, 2], [3, 4]]), preview: nil)
        try raw().write { try $0.execute(sql: "UPDATE feature SET \(change)") }
        let said = message { _ = try cache.features(of: "aa", extractor: "e1") }
        #expect(said.hasPrefix("\(cache.path): the record of aa is damaged (") && said.hasSuffix("and the next run extracts it again"))
    }
}
