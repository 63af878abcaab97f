import Foundation

/// A folder of its own that goes when the test does.
final class Scratch {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weights-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try FileManager.default.createDirectory(atPath: (path(name) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    }

    var contents: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }
}
