import Clips
import Foundation
import Store
import Tensors
import Testing

/// A cell that is NULL or of another type is named, and repair loses its row alone.
@Suite struct FeatureCacheDamageTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("features.sqlite") }

    private static let filled = Result {
        try databaseBytes { path in try fill(FeatureCache(path: path)) }
    }

    init() throws {
        folder = try TemporaryFolder()
        try Self.filled.get().write(to: URL(fileURLWithPath: path))
    }

    private static func fill(_ cache: FeatureCache) throws {
        for extractor in ["e", "other"] { try cache.register(Self.extractor(extractor)) }
        for (name, extractor) in [("r0", "e"), ("r1", "e"), ("r2", "e"), ("r1", "other")] {
            try cache.save(Self.record(name, extractor), preview: extractor == "e" ? [1, 2, 3] : nil)
        }
    }

    private static func extractor(_ fingerprint: String) -> ExtractorRecord {
        ExtractorRecord(fingerprint: fingerprint, modality: .audio, network: "vggish", synthesized: false, description: "{}")
    }

    private static func record(_ sha256: String, _ extractor: String) -> FeatureRecord {
        FeatureRecord(
            sha256: sha256, extractor: extractor, modality: .audio, rows: Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6]),
            times: [Interval(start: 0, end: 1), Interval(start: 1, end: 2)])
    }

    private static let row = "sha256 = 'r1' AND extractor = 'e'"
    private static let blob = "X'00ff'"

    static let features =
        DamagedCell.each("feature", ["sha256", "extractor", "modality", "digest"], where: row, wrong: blob)
        + DamagedCell.each("feature", ["rows", "columns", "data", "times"], where: row, wrong: "'abc'")
    static let extractors =
        DamagedCell.each("extractor", ["modality", "network", "description"], where: "fingerprint = 'e'", wrong: blob)
        + DamagedCell.each("extractor", ["synthesized"], where: "fingerprint = 'e'", wrong: "'abc'")
        + [("fingerprint", blob), ("modality", "'smell'"), ("synthesized", "7")].map {
            DamagedCell(table: "extractor", column: $0, value: $1, row: "fingerprint = 'e'")
        }
    static let previews =
        DamagedCell.each("preview", ["sha256", "modality"], where: "sha256 = 'r1'", wrong: blob)
        + DamagedCell.each("preview", ["content"], where: "sha256 = 'r1'", wrong: "'abc'")

    /// Everything but `r1` of the extractor `e`.
    private func expectTheOthers(_ cache: FeatureCache) throws {
        #expect(try cache.damage { _, _ in } == [])
        #expect(try cache.features(of: "r1", extractor: "e") == nil)
        #expect(try cache.digests(of: "e").keys.sorted() == ["r0", "r2"])
        for (name, extractor) in [("r0", "e"), ("r2", "e"), ("r1", "other")] {
            #expect(try cache.features(of: name, extractor: extractor) == Self.record(name, extractor))
        }
        #expect(try cache.preview(of: "r0", modality: .audio) == [1, 2, 3])
    }

    @Test(arguments: features) func aWrongCellOfARecordIsReportedAndThatRecordRemoved(cell: DamagedCell) throws {
        try cell.spoil(path)
        let cache = try FeatureCache(path: path)
        var seen: [Int] = []
        let damage = try cache.damage { checked, _ in seen.append(checked) }
        #expect(damage.count == 1 && seen.last == 4, "\(damage)")
        let found = try #require(damage.first)
        #expect(found.file == path && cell.isNamed(in: found.detail), "\(found)")
        #expect(found.sha256 == (cell.column == "sha256" ? nil : "r1") && found.modality == (cell.column == "modality" ? nil : "audio"))
        #expect(found.isRemovable)
        #expect(try FeatureCache(reading: path).damage { _, _ in } == damage)
        try cache.remove(damage)
        try expectTheOthers(cache)
    }

    @Test(arguments: features) func aWrongCellOfARecordIsATypedError(cell: DamagedCell) throws {
        try cell.spoil(path)
        let cache = try FeatureCache(path: path)
        func expectDamage(_ key: String, _ call: () throws -> Void) {
            let error = #expect(throws: StoreError.self) { try call() }
            switch error {
            case .damagedRecord(path, key, let detail)?: #expect(cell.isNamed(in: detail), "\(detail)")
            case .damagedDatabase(path, _, let reason)?: #expect(reason.contains("'rows'"), "\(reason)")
            default: Issue.record("\(String(describing: error))")
            }
        }
        // A record that cannot be found by its key counts as absent, and verifying finds it.
        if ["sha256", "extractor"].contains(cell.column) {
            #expect(try cache.features(of: "r1", extractor: "e") == nil)
        } else {
            expectDamage("r1") { _ = try cache.features(of: "r1", extractor: "e") }
        }
        if cell.column == "sha256" { expectDamage("row 2 of the table 'feature'") { _ = try cache.digests(of: "e") } }
        if cell.column == "digest" { expectDamage("r1") { _ = try cache.digests(of: "e") } }
        if ["rows", "columns"].contains(cell.column) { expectDamage("") { _ = try cache.counts(of: "e") } }
        if cell.column == "rows", cell.value != "NULL" { expectDamage("") { _ = try cache.longest(of: "e") } }
        #expect(try cache.features(of: "r0", extractor: "e") == Self.record("r0", "e"))
    }

    @Test(arguments: features) func aRecordWithAWrongCellIsNotSalvagedAndOthersAre(cell: DamagedCell) throws {
        try cell.spoil(path)
        let other = try FeatureCache(path: folder.file("other.sqlite"))
        #expect(try FeatureCache(salvaging: path).salvage(to: other) == 3)
        try expectTheOthers(other)
    }

    @Test func aSizeThatCannotBeTrueDoesNotOverflowTheCount() throws {
        for row in ["r0", "r1"] {
            let record = "sha256 = '\(row)' AND extractor = 'e'"
            try DamagedCell(table: "feature", column: "rows", value: "\(Int64.max)", row: record).spoil(path)
        }
        #expect(message { _ = try FeatureCache(path: path).counts(of: "e") }.contains("does not hold a size in 2 records"))
    }

    /// Its features are copied, and count again as soon as the next run says what they are.
    @Test(arguments: extractors) func aWrongCellOfAnExtractorCostsNoFeatures(cell: DamagedCell) throws {
        try cell.spoil(path)
        let cache = try FeatureCache(path: path)
        let said = message { _ = try cache.extractors() }
        #expect(said.hasPrefix("\(path): could not read the extractors: ") && cell.isNamed(in: said), "\(said)")
        let damage = try cache.damage { _, _ in }
        #expect(damage.count == 1 && damage[0].sha256 == nil && !damage[0].isRemovable && cell.isNamed(in: damage[0].detail), "\(damage)")

        let new = try FeatureCache(path: folder.file("new.sqlite"))
        #expect(try FeatureCache(salvaging: path).salvage(to: new) == 4)
        #expect(try new.extractors() == [Self.extractor("other")])
        #expect(try new.digests(of: "e").isEmpty && new.digests(of: "other").count == 1)
        try new.register(Self.extractor("e"))
        #expect(try new.damage { _, _ in } == [] && new.digests(of: "e").count == 3)
        #expect(try new.features(of: "r1", extractor: "e") == Self.record("r1", "e"))
        // Foreign keys hold again.
        #expect(message { try new.save(Self.record("r5", "nobody"), preview: nil) }.contains("FOREIGN KEY constraint failed"))
    }

    @Test(arguments: previews) func aWrongPreviewIsReportedAndRemoved(cell: DamagedCell) throws {
        try cell.spoil(path)
        let cache = try FeatureCache(path: path)
        if cell.column == "content" {
            let said = message { _ = try cache.preview(of: "r1", modality: .audio) }
            #expect(said.hasPrefix("\(path): the record of r1 is damaged (column 'content' of table 'preview'"), "\(said)")
        }
        let damage = try cache.damage { _, _ in }
        #expect(damage.count == 1 && cell.isNamed(in: damage[0].detail), "\(damage)")
        try cache.remove(damage)
        #expect(try cache.damage { _, _ in } == [])
        #expect(try cache.preview(of: "r1", modality: .audio) == nil && cache.preview(of: "r0", modality: .audio) == [1, 2, 3])
        // Extracting again makes the preview anew, where its key tells whose it was.
        #expect(try cache.digests(of: "e").count == (cell.column == "content" ? 2 : 3))
    }

    @Test func whatWasRepairedMeanwhileIsNotRemoved() throws {
        try DamagedCell(table: "feature", column: "times", value: "NULL", row: Self.row).spoil(path)
        let cache = try FeatureCache(path: path)
        let damage = try cache.damage { _, _ in }
        let whole = "(SELECT times FROM feature WHERE sha256 = 'r0')"
        try DamagedCell(table: "feature", column: "times", value: whole, row: Self.row).spoil(path)
        try cache.remove(damage)
        #expect(try cache.features(of: "r1", extractor: "e") == Self.record("r1", "e"))
    }

    /// `features verify --json` is read by scripts.
    @Test func damageHasTheKeysItAlwaysHadInJSON() throws {
        try DamagedCell(table: "feature", column: "times", value: "NULL", row: Self.row).spoil(path)
        let damage = try FeatureCache(path: path).damage { _, _ in }
        let json = try JSONEncoder().encode(damage)
        let objects = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: String]])
        #expect(objects.map(\.keys).map { $0.sorted() } == [["detail", "file", "modality", "sha256"]])
        #expect(try JSONDecoder().decode([CacheDamage].self, from: json) == damage)
    }
}
