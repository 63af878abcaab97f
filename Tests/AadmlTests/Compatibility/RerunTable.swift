import Foundation

/// The stages that later versions are known to run again on a workspace of b283a79: Golden/rerun-b283a79.txt.
struct RerunTable {
    static let name = "Tests/AadmlTests/Golden/rerun-b283a79.txt"
    /// All stages of a pipeline, in order.
    static let stages = ["ingest", "extract", "assemble", "train", "evaluate", "report"]

    /// Reasons by stage.
    let reasons: [String: String]

    struct Failure: Error, CustomStringConvertible {
        let line: Substring
        var description: String { "\(RerunTable.name): '\(line)' is not 'stage: reason' with one of the stages \(RerunTable.stages)" }
    }

    init() throws {
        let text = try String(contentsOf: ReleasedWorkspace.golden.appending(path: "rerun-b283a79.txt"), encoding: .utf8)
        var reasons: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, Self.stages.contains(parts[0]), !parts[1].isEmpty else { throw Failure(line: line) }
            reasons[parts[0]] = parts[1]
        }
        self.reasons = reasons
    }

    func lists(_ stage: String) -> Bool { reasons[stage] != nil }

    /// Whether a stage's results are comparable with those of b283a79: neither it nor a stage before it is listed.
    func preservesResults(of stage: String) -> Bool {
        let end = Self.stages.firstIndex(of: stage) ?? Self.stages.count - 1
        return !Self.stages[...end].contains(where: lists)
    }
}
