import Foundation
import MediaAccess
import Settings

/// A folder of a test's own, removed with this object.
final class Scratch: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "media-access-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func file(_ name: String) -> String { "\(folder)/\(name)" }
}

/// The section `decode` of a pipeline file, and what it resolved to.
func decodeSettings(_ keys: String = "") throws -> (settings: DecodeSettings, resolved: SettingsValue?) {
    let root = try SettingsFile(text: "decode: {\(keys)}\n", named: "p.yaml").root
    let settings: DecodeSettings = try root.decode("decode")
    return (settings, root.resolved["decode"])
}
