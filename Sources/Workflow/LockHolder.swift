import Foundation

/// Who holds a workspace: what its lock file says.
public struct LockHolder: Hashable, Sendable, Codable, CustomStringConvertible {
    public let user: String
    public let process: Int32
    public let host: String
    /// The kernel's name for this start of the machine: tells machines of one name apart, and is new after a restart.
    public let boot: String
    /// ISO 8601, UTC.
    public let since: String

    public init(user: String, process: Int32, host: String, boot: String, since: String) {
        self.user = user
        self.process = process
        self.host = host
        self.boot = boot
        self.since = since
    }

    /// This process, now.
    static func current() -> LockHolder {
        let information = ProcessInfo.processInfo
        return LockHolder(
            user: information.userName, process: information.processIdentifier, host: information.hostName, boot: thisBoot, since: timestamp())
    }

    var isOfThisMachine: Bool { boot == Self.thisBoot }

    public var description: String { "process \(process) of \(user) on \(host) since \(since)" }

    private static let thisBoot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?
        .trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"

    /// More than any holder writes.
    private static let maxBytes = 4096

    /// nil where the file is empty, or a run was killed while it wrote its name.
    init?(readFrom descriptor: Int32) {
        var bytes = [UInt8](repeating: 0, count: Self.maxBytes)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0, let holder = try? JSONDecoder().decode(LockHolder.self, from: Data(bytes[..<count])) else { return nil }
        self = holder
    }

    /// A full disk loses the name, not the lock.
    func write(to descriptor: Int32) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = [UInt8]((try? encoder.encode(self)) ?? Data()) + [UInt8(ascii: "\n")]
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
}
