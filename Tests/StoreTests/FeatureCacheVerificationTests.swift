import Clips
import Foundation
import GRDB
import Store
import Tensors
import Testing

/// Damage is found, named and survived.
@Suite struct FeatureCacheVerificationTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("features.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    /// Records `r0`, `r1`, ... of a few kilobytes each.
    private func filled(_ count: Int) throws -> FeatureCache {
        let cache = try FeatureCache(path: path)
        try cache.register(ExtractorRecord(fingerprint: "e", modality: .audio, network: "vggish", synthesized: false, description: "{}"))
        try cache.save((0..<count).map { index in
            FeatureRecord(
                sha256: "r\(index)", extractor: "e", modality: .audio,
                rows: Matrix(rows: 10, columns: 128, values: (0..<1280).map { Float($0 * index % 97) }),
                times: (0..<10).map { Interval(start: Double($0), end: Double($0 + 1)) })
        })
        return cache
    }

    @Test func aSoundCacheHasNoDamage() throws {
        let cache = try filled(200)
        var seen: [Int] = []
        #expect(try cache.damage { checked, _ in seen.append(checked) } == [])
        #expect(seen.last == 200)
    }

    @Test func aFlippedBitIsFoundNamedAndRemoved() throws {
        let cache = try filled(50)
        try DatabaseQueue(path: path).write { database in
            var data = try Data.fetchOne(database, sql: "SELECT data FROM feature WHERE sha256 = 'r7'") ?? Data()
            data[1000] ^= 4
            try database.execute(sql: "UPDATE feature SET data = ? WHERE sha256 = 'r7'", arguments: [data])
        }
        let damage = try cache.damage { _, _ in }
        #expect(damage == [CacheDamage(file: path, sha256: "r7", modality: "audio", detail: "its digest differs")])
        #expect(throws: StoreError.self) { try cache.features(of: "r7", extractor: "e") }
        try cache.remove(damage)
        #expect(try cache.damage { _, _ in } == [])
        #expect(try cache.features(of: "r7", extractor: "e") == nil)
        #expect(try cache.features(of: "r8", extractor: "e") != nil)
    }

    @Test func aTruncatedDatabaseIsFoundAndMostOfItSaved() throws {
        do {
            let cache = try filled(300)
            try DatabaseQueue(path: cache.path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let cut = folder.file("cut.sqlite")
        try bytes.prefix(bytes.count * 6 / 10 / 4096 * 4096).write(to: URL(fileURLWithPath: cut))
        #expect(throws: StoreError.self) { try FeatureCache(path: cut) }
        let damaged = try FeatureCache(salvaging: cut)
        let rescued = try FeatureCache(path: folder.file("rescued.sqlite"))
        let saved = try damaged.salvage(to: rescued)
        #expect(saved > 50 && saved < 300)
        #expect(try rescued.damage { _, _ in } == [])
        #expect(try rescued.counts(of: "e").clips == saved)
    }
}
