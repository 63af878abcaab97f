import Foundation
import GRDB
import Store
import Testing

/// A cell that is NULL or of another type is named, and repair loses its row alone.
@Suite struct DecodedIndexDamageTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("index.sqlite") }

    private static let filled = Result {
        try databaseBytes { path in try fill(DecodedIndex(path: path)) }
    }

    init() throws {
        folder = try TemporaryFolder()
        try Self.filled.get().write(to: URL(fileURLWithPath: path))
    }

    private static func fill(_ index: DecodedIndex) throws {
        for shard in ["a.tar", "b.tar"] {
            try index.add(shard: shard, size: 10, ["1", "2"].map { number in
                DecodedRecord(sha256: shard + number, recipes: ["audio"], place: DecodedPlace(shard: shard, key: number, digest: "d"))
            })
        }
        for sha256 in ["r1", "r2"] { try index.refuse(sha256, recipe: "audio", reason: "too_large") }
    }

    private static let blob = "X'00ff'"

    static let cells =
        DamagedCell.each("shard", ["size"], where: "name = 'a.tar'", wrong: "'abc'")
        + [DamagedCell(table: "shard", column: "name", value: blob, row: "name = 'a.tar'")]
        + DamagedCell.each("clip", ["shard", "key", "digest"], where: "sha256 = 'a.tar1'", wrong: blob)
        + ["sha256", "recipe"].map { DamagedCell(table: "clip", column: $0, value: blob, row: "sha256 = 'a.tar1'") }
        + DamagedCell.each("refusal", ["reason"], where: "sha256 = 'r1'", wrong: blob)
        + [DamagedCell(table: "refusal", column: "sha256", value: blob, row: "sha256 = 'r1'")]

    @Test func aSoundIndexHasNoDamage() throws { #expect(try DecodedIndex(path: path).damage() == []) }

    @Test(arguments: cells) func aWrongCellIsReportedAndOtherRowsAreTakenOver(cell: DamagedCell) throws {
        try cell.spoil(path)
        let damage = try DecodedIndex(path: path).damage()
        #expect(damage.count == 1 && damage[0].file == path && cell.isNamed(in: damage[0].detail), "\(damage)")
        #expect(try DecodedIndex(reading: path).damage() == damage)

        let new = try DecodedIndex(path: folder.file("new.sqlite"))
        let taken = try new.takeOver(salvaging: path)
        #expect(try new.damage() == [])
        let places = try new.places(of: "audio").keys.sorted(), shards = try new.shards().keys.sorted()
        let refusals = try new.refusals(of: "audio").sorted()
        // The clips of a shard that is lost are decoded again.
        #expect(shards == (cell.table == "shard" ? ["b.tar"] : ["a.tar", "b.tar"]))
        let inShard = ["shard": [], "clip": ["a.tar2"]][cell.table] ?? ["a.tar1", "a.tar2"]
        #expect(places == inShard + ["b.tar1", "b.tar2"])
        #expect(refusals == (cell.table == "refusal" ? ["r2"] : ["r1", "r2"]))
        #expect(taken == places.count + shards.count + refusals.count)
    }

    @Test(arguments: cells) func readingAWrongCellIsATypedError(cell: DamagedCell) throws {
        // No call reads the reason, and a clip of no recipe is not asked for.
        guard cell.column != "reason", cell.column != "recipe" else { return }
        try cell.spoil(path)
        let index = try DecodedIndex(path: path)
        let error = #expect(throws: StoreError.self) {
            switch cell.table {
            case "shard": _ = try index.shards()
            case "clip": _ = try index.places(of: "audio")
            default: _ = try index.refusals(of: "audio")
            }
        }
        guard case .damagedDatabase(path, _, let reason)? = error, cell.isNamed(in: reason) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aClipWithAWrongRecipeIsNotDeletedUnseen() throws {
        try DamagedCell(table: "clip", column: "recipe", value: Self.blob, row: "sha256 = 'a.tar1'").spoil(path)
        let index = try DecodedIndex(path: path)
        #expect(message { try index.remove("a.tar1", ofShard: "a.tar") }.contains("column 'recipe' of table 'clip' is a blob, not text"))
        #expect(try index.clips(ofShard: "a.tar").count == 2)
    }

    @Test func twoClipsOfOneKeyAreReportedAndOneIsTakenOver() throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE clip SET key = '1' WHERE sha256 = 'a.tar2'") }
        let index = try DecodedIndex(path: path)
        let detail = "column 'key' of table 'clip' is '1' for two clips of the shard 'a.tar'"
        #expect(message { _ = try index.clips(ofShard: "a.tar") }.hasPrefix("\(path): could not read a shard's clips: \(detail)"))
        #expect(try index.damage().map(\.detail) == [detail])
        let new = try DecodedIndex(path: folder.file("new.sqlite"))
        #expect(try new.takeOver(salvaging: path) == 7)
        #expect(try new.damage() == [] && new.clips(ofShard: "a.tar").count == 1 && new.clips(ofShard: "b.tar").count == 2)
    }
}
