import Foundation

/// One end of a connection between two processes, and whole reads and writes on it.
final class Channel {
    private let descriptor: Int32   // owned; closed in deinit

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

    /// Bounds how long one read or write waits for the other end.
    func limitWaiting(to seconds: Double) {
        var limit = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1e6))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// - Throws: ``ChannelError/closed`` if nobody reads any more.
    func write(_ bytes: UnsafeRawBufferPointer) throws(ChannelError) {
        var done = 0
        while done < bytes.count {
            let count = Glibc.send(descriptor, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { throw .timedOut }
            if count < 0 { throw errno == EPIPE || errno == ECONNRESET ? .closed : .system(call: "send", code: errno) }
            done += count
        }
    }

    func write(_ bytes: [UInt8]) throws(ChannelError) {
        let result: Result<Void, ChannelError> = bytes.withUnsafeBytes { bytes in
            do throws(ChannelError) { return .success(try write(bytes)) } catch { return .failure(error) }
        }
        try result.get()
    }

    func write<Value: BitwiseCopyable>(value: Value) throws(ChannelError) {
        try write(withUnsafeBytes(of: value) { Array($0) })
    }

    /// - Throws: ``ChannelError/closed`` at the end.
    func read(count: Int) throws(ChannelError) -> [UInt8] {
        var failure: ChannelError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            failure = fill(UnsafeMutableRawBufferPointer(start: target.baseAddress, count: count))
            initialized = failure == nil ? count : 0
        }
        if let failure { throw failure }
        return bytes
    }

    func read<Value: BitwiseCopyable>(_ type: Value.Type) throws(ChannelError) -> Value {
        try read(count: MemoryLayout<Value>.size).withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
    }

    /// Whether there is something to read, or the other end is gone, within `milliseconds`.
    func isReady(within milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    private func fill(_ target: UnsafeMutableRawBufferPointer) -> ChannelError? {
        var done = 0
        while done < target.count {
            let count = Glibc.read(descriptor, target.baseAddress! + done, target.count - done)
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { return .timedOut }
            if count < 0 { return errno == ECONNRESET ? .closed : .system(call: "read", code: errno) }
            if count == 0 { return .closed }
            done += count
        }
        return nil
    }
}

enum ChannelError: Error, CustomStringConvertible {
    /// The other end is gone.
    case closed
    /// It stopped in the middle of a message.
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
