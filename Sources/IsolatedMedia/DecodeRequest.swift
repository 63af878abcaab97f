import Foundation
import Media

/// What a server is asked to do with one clip. The bytes of a clip in memory follow it.
struct DecodeRequest: Codable {
    let name: String
    /// nil where the bytes follow.
    let path: String?
    let byteCount: Int
    let limits: DecodeLimits
    /// nil: only open it.
    let framesPerSecond: Double?
    let wantsAudio: Bool
    let wantsFrames: Bool

    init(_ bytes: MediaBytes, named name: String, _ limits: DecodeLimits, framesPerSecond: Double?, wantsAudio: Bool, wantsFrames: Bool) {
        self.name = name
        self.limits = limits
        self.framesPerSecond = framesPerSecond
        self.wantsAudio = wantsAudio
        self.wantsFrames = wantsFrames
        switch bytes {
        case .file(let path): (self.path, byteCount) = (path, 0)
        case .memory(let bytes): (path, byteCount) = (nil, bytes.count)
        }
    }
}

extension Channel {
    func send(_ request: DecodeRequest, _ bytes: MediaBytes) throws {
        let text = Array(try JSONEncoder().encode(request))
        try write(value: UInt32(text.count))
        try write(text)
        if case .memory(let bytes) = bytes { try write(bytes) }
    }

    /// The next request, with the clip's bytes.
    func receiveRequest() throws -> (DecodeRequest, MediaBytes) {
        let request = try JSONDecoder().decode(DecodeRequest.self, from: Data(try read(count: Int(try read(UInt32.self)))))
        if let path = request.path { return (request, .file(path: path)) }
        return (request, .memory(try read(count: request.byteCount)))
    }
}
