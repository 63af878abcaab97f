public import Clips
import GRDB

/// Something about a dataset worth telling that stops nothing.
public struct ProblemRecord: Hashable, Codable, Sendable {
    public let kind: String
    public let subject: String
    public let detail: String

    public init(kind: String, subject: String, detail: String) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
    }
}

extension Catalogue {
    /// Replaces the samples, class names and problems, in one transaction.
    ///
    /// - Parameter sources: the paths that the samples' members count.
    public func save(samples: [Sample], classNames: [String], problems: [ProblemRecord], sources: [String]) throws(StoreError) {
        try file.write("the samples") { database in
            for table in ["sample", "class", "problem", "dataset_source"] { try database.execute(sql: "DELETE FROM \(table)") }
            for (ordinal, path) in sources.enumerated() {
                try database.execute(sql: "INSERT INTO dataset_source VALUES (?, ?)", arguments: [ordinal, path])
            }
            for (ordinal, sample) in samples.enumerated() { try insert(sample, ordinal, database) }
            for (ordinal, name) in classNames.enumerated() {
                try database.execute(sql: "INSERT INTO class VALUES (?, ?)", arguments: [ordinal, name])
            }
            for problem in problems {
                try database.execute(
                    sql: "INSERT INTO problem VALUES (?, ?, ?)", arguments: [problem.kind, problem.subject, problem.detail])
            }
        }
    }

    func insert(_ sample: Sample, _ ordinal: Int, _ database: Database) throws {
        let audio = sample.members[.audio], visual = sample.members[.visual]
        try database.cachedStatement(sql: "INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(arguments: [
            ordinal, sample.id, encoded(sample.labels), sample.split?.rawValue, sample.interval?.start, sample.interval?.end,
            audio?.source, audio?.name, visual?.source, visual?.name,
        ])
    }

    /// All samples in the order they were ingested.
    public func samples() throws(StoreError) -> [Sample] {
        try file.read("the samples") { database in
            try StoredRow.all(database, of: "sample", sql: "SELECT * FROM sample ORDER BY ordinal").map(Sample.init)
        }
    }

    /// Class names; a class's id is its position.
    public func classNames() throws(StoreError) -> [String] {
        try file.read("the classes") { database in
            try StoredRow.all(database, of: "class", sql: "SELECT name FROM class ORDER BY ordinal").map { try $0.text("name") }
        }
    }

    public func problems() throws(StoreError) -> [ProblemRecord] {
        try file.read("the problems") { database in
            try StoredRow.all(database, of: "problem", sql: "SELECT * FROM problem ORDER BY rowid").map(ProblemRecord.init)
        }
    }
}

extension ProblemRecord {
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(kind: try row.text("kind"), subject: try row.text("subject"), detail: try row.text("detail"))
    }
}

extension Sample {
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(
            id: try row.text("id"), labels: try row.json("labels"), split: row.isNull("split") ? nil : try row.choice("split"),
            interval: try row.holdsBoth("start", "end") ? Interval(start: try row.real("start"), end: try row.real("end")) : nil,
            members: try Self.members(row))
    }

    private static func members(_ row: StoredRow) throws(DamagedCell) -> [Modality: MemberReference] {
        var members: [Modality: MemberReference] = [:]
        for (modality, source, name) in [(Modality.audio, "audio_source", "audio_name"), (.visual, "visual_source", "visual_name")]
        where try row.holdsBoth(source, name) {
            members[modality] = MemberReference(source: try row.integer(source), name: try row.text(name))
        }
        return members
    }
}
