import Foundation

/// A file of this room's Golden folder.
func goldenFile(_ name: String) throws -> Data {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: tests.appendingPathComponent("Golden").appendingPathComponent(name))
}
