import Foundation

/// A Swift file of a room.
struct SourceFile {
    struct Import: Hashable {
        /// `public`, `internal` or another access level, empty where none is written.
        let access: String
        let attributes: [String]
        let module: String
    }

    let room: String
    /// From the package's folder, e.g. `Sources/Media/MediaError.swift`.
    let path: String
    let lines: [Substring]

    /// Every Swift file below Sources.
    static func all() throws -> [SourceFile] {
        let sources = House.root.appending(path: "Sources")
        let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
            return SourceFile(
                room: String(name.prefix { $0 != "/" }), path: "Sources/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    /// Import declarations, of whole modules or of one symbol.
    var imports: [Import] {
        lines.filter { $0.contains("import") }.compactMap { line in
            let declaration = /^\s*((?:@\w+(?:\([^)]*\))?\s+)*)(?:(\w+)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
            guard let match = line.prefixMatch(of: declaration) else { return nil }
            return Import(
                access: match.2.map(String.init) ?? "", attributes: match.1.split(separator: " ").map(String.init), module: String(match.3))
        }
    }

    /// Lines that are not comments, with their numbers.
    var code: [(number: Int, text: Substring)] {
        zip(1..., lines).filter { !$1.drop(while: \.isWhitespace).hasPrefix("//") }.map { ($0, $1) }
    }
}
