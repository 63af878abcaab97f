import Foundation
public import Media
public import Tensors

/// Decodes clips in a process of its own, as `MediaDecoder` does in this one.
///
/// Not `Sendable`: one worker, one decoder. The process is started with the first clip and anew after one that broke it.
public final class IsolatedDecoder {
    private let command: [String]
    private let timeout: Duration
    private let memoryLimit: Int
    private var server: ServerProcess?

    /// - Parameters:
    ///   - command: the program and its arguments that call ``DecodeServer``.
    ///   - timeout: how long this process waits for one clip's decoder, in all; computing on what came does not count.
    ///   - memoryLimit: bytes of address space the process may take beside its own; allocations beyond it fail.
    public init(command: [String], timeout: Duration, memoryLimit: Int) {
        self.command = command
        self.timeout = timeout
        self.memoryLimit = memoryLimit
    }

    /// Opens the container and reads its headers.
    ///
    /// - Throws: as `MediaDecoder.init`; `MediaError.decoderDied`, `.timedOut`; ``IsolationError``.
    public func probe(
        _ bytes: MediaBytes, named name: String, limits: DecodeLimits = .init(), check: () throws -> Void = {}
    ) throws -> MediaProbe {
        let request = DecodeRequest(bytes, named: name, limits, framesPerSecond: nil, wantsAudio: false, wantsFrames: false)
        return try converse(request, bytes, check) { answer in
            if case .opened(let probe) = answer { probe } else { nil }
        }
    }

    /// Decodes the whole clip once, as `MediaDecoder.decode` does.
    ///
    /// - Parameters:
    ///   - check: called several times a second while this process waits; an error it throws ends the clip and passes on.
    ///   - opened: gets what the container says before anything else comes.
    /// - Throws: as `MediaDecoder.init` and `decode`; `MediaError.decoderDied`, `.timedOut`.
    public func decode(
        _ bytes: MediaBytes, named name: String, limits: DecodeLimits = .init(), framesPerSecond: Double,
        check: () throws -> Void = {}, opened: (MediaProbe) throws -> Void = { _ in },
        audio: ((UnsafeBufferPointer<Float>) throws -> Void)?, frame: ((RGBImage, _ time: Double) throws -> Void)?
    ) throws -> DecodeSummary {
        let request = DecodeRequest(
            bytes, named: name, limits, framesPerSecond: framesPerSecond, wantsAudio: audio != nil, wantsFrames: frame != nil)
        return try converse(request, bytes, check) { answer in
            switch answer {
            case .opened(let probe): try opened(probe)
            case .samples(let bytes): try bytes.withUnsafeBytes { try audio?($0.bindMemory(to: Float.self)) }
            case .frame(let image, let time): try frame?(image, time)
            case .summary(let summary): return summary
            }
            return nil
        }
    }

    /// Sends a request and hands the answers to `take` until that gives a result.
    private func converse<Result>(
        _ request: DecodeRequest, _ bytes: MediaBytes, _ check: () throws -> Void, _ take: (Answer) throws -> Result?
    ) throws -> Result {
        var isServerReady = false
        defer { if !isServerReady { server = nil } }   // it is gone, or in the middle of something
        do {
            let channel = try (server ?? start()).channel
            return try channel.waiting(atMost: timeout, calling: check) {
                try channel.send(request, bytes)
                var tally = Tally(request)
                while true {
                    switch try channel.receive(maxPixels: request.limits.maxPixels) {
                    case .failure(let error):
                        isServerReady = true
                        throw error
                    case .success(let answer):
                        try tally.count(answer)
                        guard let result = try take(answer) else { continue }
                        isServerReady = true
                        return result
                    }
                }
            }
        } catch let error as ChannelError {
            if case .timedOut = error { throw MediaError.timedOut(clip: request.name, seconds: timeout / .seconds(1)) }
            let words = if case .malformed = error { "\(error)" } else { server?.lastWords() ?? "\(error)" }
            throw MediaError.decoderDied(clip: request.name, how: words)
        }
    }

    private func start() throws -> ServerProcess {
        let server: ServerProcess
        do {
            server = try ServerProcess(command: command)
        } catch {
            throw IsolationError.cannotStart(program: command[0], reason: "\(error)")
        }
        self.server = server
        try server.channel.write(value: Int64(memoryLimit))   // one that has died by now died with its clip
        return server
    }
}
