/// Why a published file could not be had.
public enum FetchError: Error, Hashable, Sendable, CustomStringConvertible {
    case badAddress(String)
    /// The server answered, but not with the file.
    case refused(address: String, status: Int)
    /// No connection, or it broke more often than is tried.
    case unreachable(address: String, reason: String)
    case stalled(address: String, seconds: Int)
    /// The connection ended early more often than is tried; what arrived is kept if the server allows going on.
    case cutShort(address: String, received: Int, expected: Int)
    /// The server does not tell how long the file is and no digest is known, so a part would pass for the whole.
    case unknownLength(address: String)
    case wrongSize(source: String, expected: Int, found: Int)
    case wrongDigest(source: String, expected: String, found: String)
    /// The file is not the one that was first fetched under its name.
    case pinBroken(source: String, pinned: String, found: String, pins: String)
    case notInFolder(String, names: [String])
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)

    public var description: String {
        switch self {
        case .badAddress(let address): "\(address): not an http or https address"
        case .refused(let address, let status):
            "\(address): the server answers \(status); use --mirror with another address, or --offline with a folder that has the file"
        case .unreachable(let address, let reason):
            "\(address): cannot be reached: \(reason); check the connection (http_proxy and https_proxy are honoured), or use --mirror or --offline"
        case .stalled(let address, let seconds):
            "\(address): nothing arrived for \(seconds) seconds; run the command again, which goes on from there if the server allows it"
        case .cutShort(let address, let received, let expected):
            "\(address): the connection ended after \(received) of \(expected) bytes; run the command again, which goes on from there if the server allows it"
        case .unknownLength(let address):
            "\(address): the server does not tell how long the file is and no digest of it is known, so a part could pass for the whole; use --mirror or --offline"
        case .wrongSize(let source, let expected, let found):
            "\(source): has \(found) bytes, the published file has \(expected); it is not used"
        case .wrongDigest(let source, let expected, let found):
            "\(source): its SHA-256 is \(found), the published file's is \(expected); it is not used: fetch it from elsewhere"
        case .pinBroken(let source, let pinned, let found, let pins):
            "\(source): its SHA-256 is \(found), but the file first fetched under this name had \(pinned) (see \(pins)); remove that line if the new file is the right one"
        case .notInFolder(let folder, let names):
            "\(folder): holds none of \(names.joined(separator: ", ")); put one of them there"
        case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        }
    }

    /// Whether the next try may end otherwise.
    var isPassing: Bool {
        switch self {
        case .unreachable, .stalled, .cutShort: true
        case .refused(_, let status): status >= 500 || status == 408 || status == 429
        default: false
        }
    }
}
