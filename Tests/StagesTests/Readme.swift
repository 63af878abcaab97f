import Foundation
import Testing

enum Readme {
    /// What stands under a heading of the README.
    static func section(_ heading: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let parts = readme.components(separatedBy: "## \(heading)\n")
        return try #require(parts.count == 2 ? parts[1].components(separatedBy: "\n## ").first : nil, "the README has no section '\(heading)'")
    }
}
