import Archives
import Foundation

/// A folder of its own for one test, gone afterwards.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("archives-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String = "") throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: file(name), withDestinationPath: target)
    }

    var listing: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// An archive that `Tests/References/archives_make.sh` made.
func golden(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
}

/// What a source gives when everything in it is read.
struct Reading: Equatable {
    var names: [String] = []
    var contents: [String: [UInt8]] = [:]
    var errors: [ArchiveError] = []
    var skipped: [SkippedEntry] = []
    var hiddenCount = 0

    init(of path: String, limits: ArchiveLimits = .init()) throws {
        let reader = try EntryReader(source: path, limits: limits)
        while true {
            do {
                guard let entry = try reader.next() else { break }
                contents[entry.name] = try reader.readAll(limit: 1 << 20)
                names.append(entry.name)
            } catch {
                errors.append(error)
            }
        }
        skipped = reader.skipped
        hiddenCount = reader.hiddenCount
    }

    func text(_ name: String) -> String? { contents[name].map { String(decoding: $0, as: UTF8.self) } }
}
