import Files
import Foundation

/// The digests of files whose authors publish none, as they first arrived: a file beside the downloads that
/// `sha256sum --check` understands.
struct DigestPins {
    let path: String
    private var digests: [String: String] = [:]

    init(folder: String) throws(FetchError) {
        path = folder + "/fetched.sha256"
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .cannotRead(path: path, reason: "it is not a text") }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].count == 64, parts[0].allSatisfy(\.isHexDigit) else {
                throw .cannotRead(path: path, reason: "'\(line)' is not a line of sha256sum")
            }
            digests[parts[1].trimmingCharacters(in: .whitespaces)] = parts[0].lowercased()
        }
    }

    subscript(name: String) -> String? { digests[name] }

    /// Remembers a digest for good.
    mutating func pin(_ name: String, _ digest: String) throws(FetchError) {
        guard digests[name] != digest else { return }
        digests[name] = digest
        let text = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
        do throws(FileError) {
            try OutputFile.replace(path, with: Array(text.utf8))
        } catch {
            throw .cannotWrite(path: path, reason: error.reason)
        }
    }
}
