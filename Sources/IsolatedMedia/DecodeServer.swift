import Foundation
import Media

/// The other side of an ``IsolatedDecoder``: decodes clip after clip that come in over a socket, which is its standard input.
public enum DecodeServer {
    /// Serves until nobody is at the other end, which first says how much memory there is.
    public static func run() {
        leaveWithTheOtherEnd()
        let channel = Channel(owning: STDIN_FILENO)
        guard let memoryLimit = try? channel.read(Int64.self) else { return }
        limitMemory(to: memoryLimit)
        while (try? serve(channel)) != nil {}
    }

    /// Beside what the program itself takes, which depends on the machine: half a GiB of addresses where a few MiB are used.
    private static func limitMemory(to bytes: Int64) {
        #if !SANITIZED   // a sanitizer's shadow of the memory takes terabytes of addresses (Tests/sanitize.sh)
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").first.flatMap { rlim_t($0) } ?? 0
        let total = pages * rlim_t(getpagesize()) + rlim_t(bytes)
        var limit = rlimit(rlim_cur: total, rlim_max: total)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        #endif
    }

    /// A decoder that hangs would never read and notice.
    private static func leaveWithTheOtherEnd() {
        Thread.detachNewThread {
            while true {
                var request = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
                if poll(&request, 1, -1) > 0, request.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { _exit(0) }
            }
        }
    }

    /// Takes one request and answers it.
    ///
    /// - Throws: ``ChannelError`` when nobody is there any more.
    private static func serve(_ channel: Channel) throws {
        let (request, bytes) = try channel.receiveRequest()
        do {
            try answer(request, bytes, channel)
        } catch let error as MediaError {
            try channel.send(.failure, error)
        }
    }

    private static func answer(_ request: DecodeRequest, _ bytes: MediaBytes, _ channel: Channel) throws {
        let decoder = try MediaDecoder(bytes, named: request.name, limits: request.limits)
        try channel.send(.opened, decoder.probe)
        guard let rate = request.framesPerSecond else { return }
        let summary = try decoder.decode(
            framesPerSecond: rate,
            audio: request.wantsAudio ? { try channel.send(samples: $0) } : nil,
            frame: request.wantsFrames ? { try channel.send($0, at: $1) } : nil)
        try channel.send(.summary, summary)
    }
}
