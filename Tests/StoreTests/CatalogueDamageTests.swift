import Clips
import Foundation
import Store
import Testing

/// A cell that is NULL or of another type is named, and repair loses its row alone.
@Suite struct CatalogueDamageTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("catalogue.sqlite") }
    private static let stage = StageRecord(
        ingredients: [["version", "1"]], provenance: ["cpu": "Zen 4"], at: "2024", outputs: ["model": "ab"])

    private static let filled = Result {
        try databaseBytes { path in try fill(Catalogue(path: path)) }
    }

    init() throws {
        folder = try TemporaryFolder()
        try Self.filled.get().write(to: URL(fileURLWithPath: path))
    }

    private static func fill(_ catalogue: Catalogue) throws {
        for source in ["/a", "/b"] {
            try catalogue.save(
                SourceRecord(path: source, stamp: "1", layout: "folder", listing: "l"),
                SourceContents(
                    members: ["1.mp4", "2.mp4"].map {
                        ScannedMember(name: $0, stamp: "", size: 5, sha256: "sha of \($0)", streams: [.audio], problem: "none")
                    }, texts: [("t1", [1]), ("t2", [2])], skipped: [("s1", "r"), ("s2", "r")]))
        }
        try catalogue.save(
            samples: (0..<3).map { number in
                let member = MemberReference(source: 0, name: "1.mp4")
                return Sample(
                    id: "s\(number)", labels: ["Bark"], split: .test, interval: Interval(start: 1, end: 2),
                    members: [.audio: member, .visual: member])
            }, classNames: ["Bark", "Meow"], problems: ["p1", "p2"].map { ProblemRecord(kind: $0, subject: "s", detail: "d") },
            sources: ["/a", "/b"])
        for sha256 in ["f1", "f2"] {
            try catalogue.save(FailureRecord(
                sha256: sha256, modality: .audio, extractor: "e", member: "m", reason: "no_audio", message: "m", at: "2024"))
        }
        for name in ["train", "report"] { try catalogue.save(stage, stage: name, ofRun: "r") }
        for file in ["d1", "d2"] { try catalogue.saveDigest("aa", ofFile: file, stamp: "1") }
    }

    private static let member = "source = '/a' AND name = '1.mp4'"
    private static let blob = "X'00ff'"

    private static let read =
        DamagedCell.each("source", ["stamp", "layout", "listing"], where: "path = '/a'", wrong: blob)
        + DamagedCell.each("member", ["stamp", "sha256"], where: member, wrong: blob)
        + DamagedCell.each("member", ["size"], where: member, wrong: "'abc'")
        + DamagedCell.each("member", ["streams"], where: member, wrong: "'audio,smell'")
        + [DamagedCell(table: "member", column: "problem", value: blob, row: member)]
        + DamagedCell.each("text", ["name"], where: "source = '/a' AND name = 't1'", wrong: blob)
        + DamagedCell.each("text", ["content"], where: "source = '/a' AND name = 't1'", wrong: "'abc'")
        + DamagedCell.each("skipped", ["name", "reason"], where: "source = '/a' AND name = 's1'", wrong: blob)
        + DamagedCell.each("sample", ["id", "audio_name", "visual_name"], where: "ordinal = 1", wrong: blob)
        + DamagedCell.each("sample", ["start", "end", "audio_source", "visual_source"], where: "ordinal = 1", wrong: "'abc'")
        + DamagedCell.each("sample", ["labels"], where: "ordinal = 1", wrong: "'[\"Bark\"'")
        + [blob, "'trial'"].map { DamagedCell(table: "sample", column: "split", value: $0, row: "ordinal = 1") }
        + DamagedCell.each("dataset_source", ["path"], where: "ordinal = 0", wrong: blob)
        + DamagedCell.each("class", ["name"], where: "ordinal = 0", wrong: blob)
        + DamagedCell.each("problem", ["kind", "subject", "detail"], where: "kind = 'p1'", wrong: blob)

    private static let takenOver =
        DamagedCell.each("failure", ["member", "reason", "message", "at"], where: "sha256 = 'f1'", wrong: blob)
        + [("sha256", blob), ("modality", "'smell'"), ("modality", blob)].map {
            DamagedCell(table: "failure", column: $0, value: $1, row: "sha256 = 'f1'")
        }
        + DamagedCell.each("stage", ["ingredients", "provenance", "at", "outputs"], where: "name = 'train'", wrong: blob)
        + ["ingredients", "provenance", "outputs"].map {
            DamagedCell(table: "stage", column: $0, value: "'{\"a\": 1'", row: "name = 'train'")
        }
        + DamagedCell.each("file_digest", ["sha256"], where: "path = 'd1'", wrong: blob)

    /// Every call that reads the spoiled row.
    private func readings(of table: String, _ catalogue: Catalogue) -> [() throws -> Void] {
        switch table {
        case "source": [{ _ = try catalogue.source(at: "/a") }]
        case "member", "text", "skipped": [{ _ = try catalogue.contents(of: "/a") }]
        case "sample": [{ _ = try catalogue.samples() }, { _ = try catalogue.samples(after: -1, atMost: 10) }]
        case "dataset_source": [{ _ = try catalogue.sourcePaths() }]
        case "class": [{ _ = try catalogue.classNames() }]
        case "problem": [{ _ = try catalogue.problems() }]
        case "failure": [{ _ = try catalogue.failures(of: "e") }]
        case "stage": [{ _ = try catalogue.stage("train", ofRun: "r") }]
        default: [{ _ = try catalogue.knownDigest(ofFile: "d1", stamp: "1") }]
        }
    }

    @Test func aSoundCatalogueHasNoDamage() throws { #expect(try Catalogue(path: path).damage() == []) }

    @Test(arguments: read + takenOver) func aWrongCellIsATypedErrorAndIsReported(cell: DamagedCell) throws {
        try cell.spoil(path)
        let catalogue = try Catalogue(path: path)
        for reading in readings(of: cell.table, catalogue) {
            let error = #expect(throws: StoreError.self) { try reading() }
            guard case .damagedDatabase(path, _, let reason)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(cell.isNamed(in: reason), "\(reason)")
        }
        let damage = try catalogue.damage()
        #expect(damage.count == 1 && damage[0].file == path && damage[0].sha256 == nil, "\(damage)")
        #expect(cell.isNamed(in: damage.first?.detail ?? ""), "\(damage)")
        #expect(try Catalogue(reading: path).damage() == damage)
    }

    /// The sample's own row is sound.
    @Test(arguments: ["NULL", blob]) func aMembersWrongDigestIsNoMissingMember(value: String) throws {
        try DamagedCell(table: "member", column: "sha256", value: value, row: Self.member).spoil(path)
        let said = message { _ = try Catalogue(path: path).samples(after: -1, atMost: 10) }
        #expect(said.contains("could not read the samples") && said.contains("audio_sha256"), "\(said)")
    }

    @Test func aSourceWithoutAPathIsReported() throws {
        try DamagedCell(table: "source", column: "path", value: "NULL", row: "path = '/a'").spoil(path)
        let damage = try Catalogue(path: path).damage()
        #expect(damage.map(\.detail) == ["column 'path' of table 'source' is NULL, not text (row with path unreadable)"])
    }

    /// Opening reads it.
    @Test func aWrongMigrationIsATypedError() throws {
        try DamagedCell(table: "grdb_migrations", column: "identifier", value: "NULL", row: "identifier LIKE '2%'").spoil(path)
        for said in [message { _ = try Catalogue(path: path) }, message { _ = try Catalogue(reading: path) }] {
            #expect(said.hasPrefix("\(path): could not open the database: the table of migrations holds"), "\(said)")
        }
    }

    @Test func onlyTheFirstFindingsAreReported() throws {
        try Catalogue(path: path).save(
            samples: [], classNames: [], problems: (0..<50).map { ProblemRecord(kind: "k\($0)", subject: "s", detail: "d") }, sources: [])
        for number in 0..<30 { try DamagedCell(table: "problem", column: "detail", value: "NULL", row: "kind = 'k\(number)'").spoil(path) }
        #expect(try Catalogue(path: path).damage().count == 20)
    }

    @Test(arguments: takenOver) func otherRowsAreTakenOver(cell: DamagedCell) throws {
        try cell.spoil(path)
        let new = try Catalogue(path: folder.file("new.sqlite"))
        #expect(try new.takeOver(salvaging: path) == 5)
        #expect(try new.damage() == [])
        #expect(try new.failures(of: "e").map(\.sha256) == (cell.table == "failure" ? ["f2"] : ["f1", "f2"]))
        #expect(try new.stage("train", ofRun: "r") == (cell.table == "stage" ? nil : Self.stage))
        #expect(try new.stage("report", ofRun: "r") == Self.stage)
        #expect(try new.knownDigest(ofFile: "d1", stamp: "1") == (cell.table == "file_digest" ? nil : "aa"))
        #expect(try new.knownDigest(ofFile: "d2", stamp: "1") == "aa")
    }
}
