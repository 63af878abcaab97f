import Digests

/// A decoded clip as members of a shard, without the key their names begin with.
package struct DecodedMembers: Sendable {
    static let entryEnding = "json"

    private(set) var list: [(ending: String, bytes: [UInt8])] = []

    mutating func append(_ bytes: [UInt8], ending: String) { list.append((ending, bytes)) }

    subscript(ending: String) -> [UInt8]? { list.first { $0.ending == ending }?.bytes }

    var byteCount: Int { list.reduce(0) { $0 + $1.bytes.count } }

    /// SHA-256 over the names, sizes and bytes, in order.
    var digest: String {
        var hash = SHA256()
        for member in list {
            hash.update("\(member.ending) \(member.bytes.count)\n")
            member.bytes.withUnsafeBytes { hash.update($0) }
        }
        return hash.finish()
    }

    /// e.g. `frame000012.png`; without a dot before the last, which separates a key from it.
    static func frameEnding(_ index: Int, _ form: PersistSettings.Frames) -> String {
        let digits = String(index)
        return "frame" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "." + form.ending
    }
}
