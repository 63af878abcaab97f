import Clips
import Dispatch
import Foundation
import GRDB
import Store
import Testing

/// What holds of both databases.
@Suite struct DatabaseFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("catalogue.sqlite")
    }

    @Test func aNewerSchemaIsRefusedAndLeftAlone() throws {
        _ = try Catalogue(path: path)
        _ = try FeatureCache(path: path + "f")
        for file in [path, path + "f"] {
            try DatabaseQueue(path: file).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
        }
        let advice = "written by a newer version of aadml; update aadml, or use another workspace"
        #expect(message { _ = try Catalogue(path: path) } == "\(path): \(advice)")
        #expect(message { _ = try FeatureCache(path: path + "f") } == "\(path)f: \(advice)")
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws {
        let garbage = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 13) })
        try garbage.write(to: URL(fileURLWithPath: path))
        #expect(message { _ = try Catalogue(path: path) } .hasPrefix("\(path): could not open the database: file is not a database; 'aadml run'"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
    }

    /// Readers wait for no writer then. Bytes 18 and 19 of the header, https://sqlite.org/fileformat2.html.
    @Test func theLogIsWrittenAheadWhereTheFileSystemAllowsIt() throws {
        _ = try Catalogue(path: path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path))[18..<20] == Data([2, 2]))
    }

    /// As when `status` looks at a workspace while a run makes it.
    @Test func aNewFileMayBeOpenedBySeveralAtOnce() {
        for round in 0..<25 {
            let path = folder.file("new-\(round).sqlite")
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                #expect(message { _ = try FeatureCache(path: path) } == "nothing was refused")
            }
        }
    }

    @Test func aMissingFolderIsATypedError() throws {
        let path = folder.file("none/catalogue.sqlite")
        #expect(message { _ = try Catalogue(path: path) }.hasPrefix("\(path): could not open the database: unable to open database file"))
    }

    @Test func aTruncatedDatabaseIsATypedError() throws {
        let extractor = ExtractorRecord(fingerprint: "e", modality: .audio, network: "n", synthesized: false, description: "")
        try FeatureCache(path: path).register(extractor)
        try? FileManager.default.removeItem(atPath: path + "-wal")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.prefix(4096 + 100).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StoreError.self) { try FeatureCache(path: path).extractors() }
        guard case .damagedDatabase(path, _, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(.timeLimit(.minutes(1))) func aReaderDoesNotWaitForAWriter() throws {
        let reader = try Catalogue(path: path)
        let writer = try DatabaseQueue(path: path)
        try reader.saveDigest("aa", ofFile: "f", stamp: "1")
        try writer.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE; UPDATE file_digest SET sha256 = 'bb'")
            let start = ContinuousClock.now
            #expect(try reader.knownDigest(ofFile: "f", stamp: "1") == "aa")   // the last commit, at once
            #expect(ContinuousClock.now - start < .seconds(5))
            try database.execute(sql: "COMMIT")
        }
        #expect(try reader.knownDigest(ofFile: "f", stamp: "1") == "bb")
    }

    @Test(.timeLimit(.minutes(1))) func twoWritersTakeTurns() async throws {
        let catalogues = [try Catalogue(path: path), try Catalogue(path: path)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (writer, catalogue) in catalogues.enumerated() {
                group.addTask {
                    for number in 0..<50 { try catalogue.saveDigest("\(number)", ofFile: "\(writer) \(number)", stamp: "") }
                }
            }
            try await group.waitForAll()
        }
        let count = try await DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM file_digest") }
        #expect(count == 100)
    }

    @Test func theLibraryNamesItsVersion() throws {
        #expect(try SQLiteLibrary.version().split(separator: ".").count == 3)
    }
}
