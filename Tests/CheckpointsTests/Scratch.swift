import Foundation

/// A file of this module's Golden folder; all are made by Tests/References/weights_files.py.
func golden(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
}

/// A file of arrays that NumPy or safetensors wrote: ArrayFilesTests holds them.
func arrayFilesGolden(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("ArrayFilesTests/Golden/\(name)").path
}

func bytes(of path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) }

/// A folder of its own that goes when the test does.
final class Scratch {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("checkpoints-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    var contents: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }
}
