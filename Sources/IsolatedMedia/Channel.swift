import Foundation

/// One end of a connection between two processes, and whole reads and writes on it.
final class Channel {
    private let descriptor: Int32   // owned; closed in deinit
    /// What is asked while the other end is waited for; nil: waits as long as it takes.
    private var impatience: Impatience?

    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Two connected ends, not inherited by programs that are started.
    static func pair() throws(ChannelError) -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .system(call: "socketpair", code: errno)
        }
        return (ends[0], ends[1])
    }

    /// Bounds how long `body`'s reads and writes wait for the other end, in all, and calls `check` several times a second meanwhile.
    ///
    /// - Throws: ``ChannelError/timedOut``, and what `check` and `body` throw.
    func waiting<Result>(atMost limit: Duration, calling check: () throws -> Void, _ body: () throws -> Result) throws -> Result {
        try withoutActuallyEscaping(check) { check in
            impatience = Impatience(left: limit, check: check)
            defer { impatience = nil }
            return try body()
        }
    }

    /// - Throws: ``ChannelError/closed`` if nobody reads any more; as ``waiting(atMost:calling:_:)`` within its body.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let count = Glibc.send(descriptor, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            if count >= 0 {
                done += count
            } else if errno == EAGAIN {
                try wait(for: POLLOUT)
            } else if errno != EINTR {
                throw errno == EPIPE || errno == ECONNRESET ? ChannelError.closed : .system(call: "send", code: errno)
            }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    func write<Value: BitwiseCopyable>(value: Value) throws {
        try withUnsafeBytes(of: value) { try write($0) }
    }

    /// - Throws: ``ChannelError/closed`` at the end; as ``waiting(atMost:calling:_:)`` within its body.
    func read(count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            try fill(UnsafeMutableRawBufferPointer(target))
            initialized = count
        }
    }

    func read<Value: BitwiseCopyable>(_ type: Value.Type) throws -> Value {
        try read(count: MemoryLayout<Value>.size).withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
    }

    private func fill(_ target: UnsafeMutableRawBufferPointer) throws {
        var done = 0
        while done < target.count {
            let count = recv(descriptor, target.baseAddress! + done, target.count - done, Int32(MSG_DONTWAIT))
            if count > 0 {
                done += count
            } else if count == 0 || errno == ECONNRESET {
                throw ChannelError.closed
            } else if errno == EAGAIN {
                try wait(for: POLLIN)
            } else if errno != EINTR {
                throw ChannelError.system(call: "recv", code: errno)
            }
        }
    }

    /// Returns when the other end is ready, or gone.
    private func wait(for events: Int32) throws {
        var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        var isReady = false
        while !isReady {
            try impatience?.check()
            let start = ContinuousClock.now
            isReady = poll(&request, 1, impatience == nil ? -1 : 200) > 0
            impatience?.left -= ContinuousClock.now - start
            if let left = impatience?.left, left <= .zero { throw ChannelError.timedOut }
        }
    }
}

private struct Impatience {
    var left: Duration
    let check: () throws -> Void
}

enum ChannelError: Error, CustomStringConvertible {
    /// The other end is gone.
    case closed
    /// It was waited for as long as may be.
    case timedOut
    /// It sent what no server sends, as one that was taken over may.
    case malformed
    case system(call: String, code: Int32)

    var description: String {
        switch self {
        case .closed: "the connection was closed"
        case .timedOut: "the other end does not go on"
        case .malformed: "it sent what makes no sense"
        case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
        }
    }
}
