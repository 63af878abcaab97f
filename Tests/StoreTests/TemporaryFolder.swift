import Foundation

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// The bytes of a database that `fill` writes, to be made once for many tests.
func databaseBytes(_ fill: (_ path: String) throws -> Void) throws -> Data {
    let folder = try TemporaryFolder()
    try fill(folder.file("filled.sqlite"))
    return try Data(contentsOf: URL(fileURLWithPath: folder.file("filled.sqlite")))
}

/// What the user is told when `body` refuses.
func message(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "nothing was refused"
    } catch {
        return "\(error)"
    }
}
