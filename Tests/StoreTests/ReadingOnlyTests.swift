import Clips
import Dispatch
import Foundation
import GRDB
import Store
import Tensors
import Testing

/// Looking at a workspace leaves it byte for byte as it is.
@Suite(.serialized) struct ReadingOnlyTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("a b%20?c#d&ü.sqlite")
    }

    /// Names, sizes and times of change of what a folder holds.
    private func listing(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            var status = stat()
            try #require(stat("\(folder)/\(name)", &status) == 0)
            return "\(name) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_mode) \(status.st_ino)"
        }
    }

    /// Expects that `look` changes nothing in the folder of the database, and leaves no copy behind.
    private func unchanged(_ look: () throws -> Void) throws {
        func copies() throws -> [String] {
            let names = try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path)
            return names.filter { $0.hasPrefix("aadml-reading-") }
        }
        let before = try listing(folder.path), copiesBefore = try copies()
        try look()
        #expect(try listing(folder.path) == before)
        #expect(try copies() == copiesBefore)
    }

    private func digest(_ file: String = "f", in catalogue: Catalogue) throws -> String? {
        try catalogue.knownDigest(ofFile: file, stamp: "1")
    }

    private func digestRead(at path: String) throws -> String? { try digest(in: Catalogue(reading: path)) }

    /// Puts files of a live database where no process has them open, as after a kill.
    private func killed(_ endings: [String], as copy: String) throws {
        for ending in endings { try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending) }
    }

    @Test func aFileThatIsNotThereIsAnEmptyDatabase() throws {
        for missing in [path, folder.file("none/such.sqlite")] {
            try unchanged {
                let catalogue = try Catalogue(reading: missing)
                #expect(try catalogue.samples().isEmpty && catalogue.sampleCount() == 0)
                #expect(try digest(in: catalogue) == nil && catalogue.damage() == [])
                let cache = try FeatureCache(reading: missing)
                #expect(try cache.extractors().isEmpty && cache.counts(of: "e").clips == 0)
                let index = try DecodedIndex(reading: missing)
                #expect(try index.shards().isEmpty)
            }
        }
    }

    @Test func aCleanFileIsReadAndLeftAlone() throws {
        try Catalogue(path: path).saveDigest("aa", ofFile: "f", stamp: "1")
        let features = folder.file("features.sqlite")
        try FeatureCache(path: features).register(
            ExtractorRecord(fingerprint: "e", modality: .audio, network: "n", synthesized: false, description: "{}"))
        let index = folder.file("index.sqlite")
        try DecodedIndex(path: index).add(shard: "s.tar", size: 1, [])
        #expect(try listing(folder.path).count == 3)
        try unchanged {
            let catalogue = try Catalogue(reading: path)
            #expect(try digest(in: catalogue) == "aa" && catalogue.damage() == [])
            #expect(try FeatureCache(reading: features).extractors().map(\.fingerprint) == ["e"])
            #expect(try DecodedIndex(reading: index).shards() == ["s.tar": 1])
        }
    }

    @Test(.timeLimit(.minutes(1))) func aReaderSeesWhatALiveWriterCommitted() throws {
        let writer = try Catalogue(path: path)
        try writer.saveDigest("aa", ofFile: "f", stamp: "1")
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE; UPDATE file_digest SET sha256 = 'bb'")
            let start = ContinuousClock.now
            try unchanged {
                let read = try digestRead(at: path)
                #expect(read == "aa")
            }
            let reader = try Catalogue(reading: path)
            #expect(try digest(in: reader) == "aa")
            try database.execute(sql: "COMMIT")
            #expect(try digest(in: reader) == "bb")
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    /// The writer has not read since it wrote first, so it has not set a mark for readers.
    @Test func aReaderSeesTheFirstCommitOfAWriter() throws {
        _ = try Catalogue(path: path)
        let writer = try DatabaseQueue(path: path)
        try writer.writeWithoutTransaction { try $0.execute(sql: "INSERT INTO file_digest VALUES ('f', '1', 'aa')") }
        #expect(try digestRead(at: path) == "aa")
    }

    @Test func aReaderNoticesThatAWriterComesAndGoes() throws {
        _ = try Catalogue(path: path)
        let reader = try Catalogue(reading: path)
        #expect(try digest(in: reader) == nil)
        for value in ["aa", "bb"] {
            do {
                let writer = try Catalogue(path: path)
                try writer.saveDigest(value, ofFile: "f", stamp: "1")
                if value == "bb" { #expect(try digest(in: reader) == "bb") }
            }
            #expect(try digest(in: reader) == value)
        }
        // The reader does not hold up a writer that empties the log.
        try DatabaseQueue(path: path).writeWithoutTransaction { database in
            try database.execute(sql: "UPDATE file_digest SET sha256 = 'cc'")
            let row = try #require(try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)"))
            #expect(row[0] as Int == 0)
        }
        #expect(try digest(in: reader) == "cc")
    }

    @Test(arguments: [["", "-wal"], ["", "-wal", "-shm"]]) func whatAKilledRunCommittedIsRead(endings: [String]) throws {
        let copy = folder.file("killed copy.sqlite")
        do {
            let writer = try Catalogue(path: path)
            try writer.saveDigest("aa", ofFile: "f", stamp: "1")
            try killed(endings, as: copy)
        }
        try unchanged {
            let reader = try Catalogue(reading: copy)
            #expect(try digest(in: reader) == "aa" && reader.damage() == [])
        }
        // What a run does with it next is seen, too.
        let reader = try Catalogue(reading: copy)
        #expect(try digest(in: reader) == "aa")
        let writer = try Catalogue(path: copy)
        try writer.saveDigest("bb", ofFile: "f", stamp: "1")
        #expect(try digest(in: reader) == "bb")
    }

    /// From the state that a kill leaves, in which readers map the shared memory for themselves.
    @Test(.timeLimit(.minutes(1))) func readersAndWritersOfAProcessDoNotDisturbEachOther() throws {
        let copy = folder.file("killed copy.sqlite")
        do {
            let writer = try Catalogue(path: path)
            try writer.saveDigest("aa", ofFile: "f", stamp: "1")
            try killed(["", "-wal", "-shm"], as: copy)
        }
        let lasting = try Catalogue(reading: copy)
        #expect(try digest(in: lasting) == "aa")
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            let said = message {
                for round in 0..<25 {
                    if thread == 0 {
                        try Catalogue(path: copy).saveDigest("\(round)", ofFile: "g", stamp: "1")
                    } else {
                        let reader = thread == 1 ? lasting : try Catalogue(reading: copy)
                        guard try reader.knownDigest(ofFile: "f", stamp: "1") == "aa" else { throw CancellationError() }
                    }
                }
            }
            #expect(said == "nothing was refused")
        }
        #expect(try digest("g", in: lasting) == "24")
    }

    /// As on a network file system.
    @Test func aRollbackJournalIsReadAndLeftAlone() throws {
        try Catalogue(path: path).saveDigest("aa", ofFile: "f", stamp: "1")
        let writer = try DatabaseQueue(path: path)
        let copy = folder.file("killed copy.sqlite")
        try writer.writeWithoutTransaction { database in
            #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE") == "delete")
            try unchanged {
                let read = try digestRead(at: path)
                #expect(read == "aa")
            }
            // So much that SQLite writes into the file before the commit.
            try database.execute(sql: "PRAGMA cache_size = 1; BEGIN; UPDATE file_digest SET sha256 = 'bb'")
            for number in 0..<2000 { try database.execute(sql: "INSERT INTO file_digest VALUES (?, '1', 'bb')", arguments: ["g\(number)"]) }
            try killed(["", "-journal"], as: copy)
            try database.execute(sql: "ROLLBACK")
        }
        try unchanged {
            let reader = try Catalogue(reading: copy)
            #expect(try digest(in: reader) == "aa" && digest("g1", in: reader) == nil && reader.damage() == [])
        }
    }

    @Test func anOlderSchemaIsReadWithoutBeingChanged() throws {
        let record = StageRecord(ingredients: [["a", "b"]], provenance: [:], at: "2024")
        try Catalogue(path: path).save(record, stage: "train", ofRun: "r")
        try DatabaseQueue(path: path).write { database in
            try database.execute(sql: "ALTER TABLE stage DROP COLUMN outputs; DELETE FROM grdb_migrations WHERE identifier LIKE '2%'")
        }
        try unchanged {
            let read = try Catalogue(reading: path).stage("train", ofRun: "r")
            #expect(read == record)
        }
        let columns = try DatabaseQueue(path: path).read { try $0.columns(in: "stage").map(\.name) }
        #expect(!columns.contains("outputs"))
        // Where it is damaged, its stages are taken over as they are.
        let new = try Catalogue(path: folder.file("new.sqlite"))
        #expect(try new.takeOver(salvaging: path) == 1 && new.stage("train", ofRun: "r") == record)
    }

    @Test func aNewerSchemaAndAFileThatIsNoDatabaseAreRefused() throws {
        _ = try Catalogue(path: path)
        try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
        let garbage = folder.file("garbage.sqlite")
        try Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 13) }).write(to: URL(fileURLWithPath: garbage))
        try unchanged {
            #expect(throws: StoreError.newerSchema(file: path)) { try Catalogue(reading: path) }
            #expect(throws: StoreError.damagedDatabase(file: garbage, operation: "open the database", reason: "file is not a database")) {
                try FeatureCache(reading: garbage)
            }
            #expect(message { _ = try Catalogue(reading: path + "/below") }.contains("Not a directory"))
        }
    }

    @Test(arguments: [true, false]) func writingIsRefused(isThere: Bool) throws {
        let file = folder.file("there.sqlite")
        if isThere { _ = try Catalogue(path: path); _ = try FeatureCache(path: file); _ = try DecodedIndex(path: file + "i") }
        try unchanged {
            let catalogue = try Catalogue(reading: path), cache = try FeatureCache(reading: file)
            let index = try DecodedIndex(reading: file + "i")
            let record = StageRecord(ingredients: [], provenance: [:], at: "2024")
            let said = message { try catalogue.save(record, stage: "s", ofRun: "r") }
            #expect(said == "\(path): could not write a stage's record: the database is open for reading only")
            let extractor = ExtractorRecord(fingerprint: "e", modality: .audio, network: "n", synthesized: false, description: "")
            let source = SourceRecord(path: "/a", stamp: "", layout: "", listing: "")
            let damage = [CacheDamage(file: file, sha256: "a", modality: "audio", detail: "")]
            let writes: [() throws -> Void] = [
                { try catalogue.save(source, SourceContents()) },
                { try catalogue.save(samples: [], classNames: [], problems: [], sources: []) },
                { try catalogue.import(source, next: { nil }, classNames: { [] }) },
                { _ = try catalogue.forgetFailures(of: "e", reason: nil) },
                { _ = try catalogue.takeOver(salvaging: file) },
                { try cache.register(extractor) }, { try cache.save([]) }, { try cache.remove(damage) },
                { try index.add(shard: "s", size: 1, []) }, { try index.remove(shard: "s") },
                { try index.refuse("a", recipe: "r", reason: "x") },
            ]
            for write in writes {
                let error = #expect(throws: StoreError.self) { try write() }
                guard case .readOnly? = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            // A cache of digests that cannot be written is no reason to stop.
            try catalogue.saveDigest("aa", ofFile: "f", stamp: "1")
            #expect(try digest(in: catalogue) == nil)
        }
    }
}
