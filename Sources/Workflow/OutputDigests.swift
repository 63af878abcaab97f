import Digests
import Foundation

/// The files a stage leaves, held against what it wrote.
public struct OutputDigests {
    private let stage: any Stage

    public init(stage: any Stage) { self.stage = stage }

    /// SHA-256 of each, by its name.
    ///
    /// - Throws: `FileDigestError`.
    func current() throws -> [String: String] {
        Dictionary(try stage.outputs.map { (Self.name($0), try SHA256.hex(ofFile: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// Which file is not there, for people; nil if none.
    var missing: String? {
        stage.outputs.first { !FileManager.default.fileExists(atPath: $0) }.map { "\($0) is missing" }
    }

    /// Which file is there and not as it was written, for people; nil if none.
    ///
    /// - Parameter written: digests by name; those of older workspaces are not known.
    public func damaged(_ written: [String: String]) -> String? {
        stage.outputs.lazy.filter { FileManager.default.fileExists(atPath: $0) }.compactMap { path in
            guard let expected = written[Self.name(path)] else { return nil }
            do throws(FileDigestError) {
                return try SHA256.hex(ofFile: path) == expected ? nil : "\(path) is damaged: its SHA-256 is not that of what was written"
            } catch {
                return "\(error)"
            }
        }.first
    }

    private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
