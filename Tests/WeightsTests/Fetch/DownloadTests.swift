import Digests
import Foundation
import Synchronization
import Testing
@testable import Weights

/// Downloads from servers that fail in every way: each ends in the right file or in a clear error, never in a part.
@Suite struct DownloadTests {
    static let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    static let other = content.map { ~$0 }
    private static func digest(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { SHA256.hex(of: $0) } }

    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func fetch(
        _ server: LocalServer, digest: PublishedFile.KnownDigest = .whole(Self.digest(Self.content)), size: Int? = nil, path: String = "a/weights.pth",
        stallLimit: Duration = .seconds(20)
    ) throws -> WeightFetch.Outcome {
        var fetch = WeightFetch(folder: scratch.folder)
        fetch.patience = .init(tries: 3, delay: .milliseconds(5), stallLimit: stallLimit)
        return try fetch.fetch([PublishedFile(address: "\(server.address)/\(path)", size: size, digest: digest)]) { _ in }
    }

    /// The right file under its name, its pin beside it, and nothing else.
    private func expectRight(_ outcome: WeightFetch.Outcome, _ bytes: [UInt8] = content, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try Data(contentsOf: URL(fileURLWithPath: outcome.path)) == Data(bytes), sourceLocation: sourceLocation)
        #expect(outcome.digest == Self.digest(bytes), sourceLocation: sourceLocation)
        #expect(try scratch.contents == ["fetched.sha256", "weights.pth"], sourceLocation: sourceLocation)
    }

    private func expectNothing(but kept: [String] = [], sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try scratch.contents == kept, sourceLocation: sourceLocation)
    }

    private let kept = ["weights.pth.partial", "weights.pth.partial.origin"]

    @Test func anHonestServer() throws {
        let server = try LocalServer { _, _ in .whole(Self.content) }
        try expectRight(fetch(server, size: Self.content.count))
        #expect(server.requests.map(\.path) == ["/a/weights.pth"])
        #expect(server.requests[0].headers["accept-encoding"] == "identity")
        // The second time nothing is asked.
        #expect(try fetch(server).origin == .alreadyThere)
        #expect(server.requests.count == 1)
    }

    @Test func aConnectionThatEndsEarlyIsTakenUpWhereItEnded() throws {
        let server = try LocalServer { request, number in
            number == 0 ? .whole(Self.content).cut(after: 100_000) : .part(Self.content, from: request.rangeStart ?? 0)
        }
        try expectRight(fetch(server))
        #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=100000-"])
        #expect(server.requests[1].headers["if-range"] == "\"1\"")
    }

    @Test func aConnectionThatAlwaysEndsEarlyKeepsWhatCame() throws {
        let server = try LocalServer { request, _ in
            request.rangeStart == nil ? .whole(Self.content).cut(after: 70_000) : .part(Self.content, from: request.rangeStart ?? 0).cut(after: 0)
        }
        let error = try #require(throws: FetchError.self) { try fetch(server) }
        guard case .cutShort(_, 70_000, 300_000) = error else {
            // With no byte in an answer the connection's own words are as good.
            guard case .unreachable = error else { Issue.record("\(error)"); return }
            return try expectNothing(but: kept)
        }
        try expectNothing(but: kept)
    }

    @Test func aSilentServerIsLeftAndTakenUpByTheNextRun() throws {
        let isAwake = Mutex(false)
        let server = try LocalServer { request, number in
            if isAwake.withLock({ $0 }) { return request.rangeStart.map { .part(Self.content, from: $0) } ?? .whole(Self.content) }
            return number == 0 ? .whole(Self.content).cut(after: 50_000, silence: 10) : .init(status: "", silence: 10)
        }
        #expect(throws: FetchError.stalled(address: server.address + "/a/weights.pth", seconds: 1)) { try fetch(server, stallLimit: .seconds(1)) }
        try expectNothing(but: kept)
        isAwake.withLock { $0 = true }
        try expectRight(fetch(server))
        #expect(server.requests.last?.rangeStart == 50_000)
    }

    @Test func aServerWithoutRangesBeginsAnew() throws {
        let server = try LocalServer { _, number in number == 0 ? .whole(Self.content).cut(after: 100_000) : .whole(Self.content) }
        try expectRight(fetch(server))
    }

    @Test func aFileThatChangedMeanwhileIsNotMixed() throws {
        let server = try LocalServer { _, number in
            number == 0 ? .whole(Self.other, tag: "\"old\"").cut(after: 100_000) : .whole(Self.content, tag: "\"new\"")
        }
        try expectRight(fetch(server, digest: .unknown))
    }

    @Test func anotherRangeThanAskedForIsNotUsed() throws {
        let server = try LocalServer { request, number in
            number == 0 ? .whole(Self.content).cut(after: 100_000) : request.rangeStart != nil ? .part(Self.content, from: 90_000) : .whole(Self.content)
        }
        try expectRight(fetch(server, digest: .unknown))
    }

    @Test func aRangeThatCannotBeHadBeginsAnew() throws {
        let server = try LocalServer { request, number in
            number == 0 ? .whole(Self.content).cut(after: 100_000) : request.rangeStart != nil ? .status("416 Range Not Satisfiable") : .whole(Self.content)
        }
        try expectRight(fetch(server))
    }

    @Test func bytesOfAnEarlierRunThatDoNotFitAreFetchedAgain() throws {
        let server = try LocalServer { request, number in
            if number < 3 { return number == 0 ? .whole(Self.other).cut(after: 50_000) : .status("503 Service Unavailable") }
            return request.rangeStart.map { .part(Self.content, from: $0) } ?? .whole(Self.content)
        }
        #expect(throws: FetchError.self) { try fetch(server) }
        try expectNothing(but: kept)
        try expectRight(fetch(server))
    }

    @Test func wrongBytesAreNotKept() throws {
        let server = try LocalServer { _, _ in .whole(Self.other) }
        for digest in [PublishedFile.KnownDigest.whole(Self.digest(Self.content)), .prefix("01234567")] {
            let error = try #require(throws: FetchError.self) { try fetch(server, digest: digest) }
            guard case .wrongDigest(_, _, Self.digest(Self.other)) = error else { Issue.record("\(error)"); return }
            try expectNothing()
        }
    }

    @Test func aDigestIsPinnedOnFirstUse() throws {
        let first = try LocalServer { _, _ in .whole(Self.content) }
        #expect(try fetch(first, digest: .unknown).isPinned)
        try FileManager.default.removeItem(atPath: scratch.path("weights.pth"))
        let second = try LocalServer { _, _ in .whole(Self.other) }
        let error = try #require(throws: FetchError.self) { try fetch(second, digest: .unknown) }
        #expect("\(error)".contains(Self.digest(Self.content)) && "\(error)".contains("fetched.sha256"), "\(error)")
        #expect(try String(contentsOfFile: scratch.path("fetched.sha256"), encoding: .utf8) == "\(Self.digest(Self.content))  weights.pth\n")
        try expectNothing(but: ["fetched.sha256"])
        #expect(try !fetch(first, digest: .unknown).isPinned)
    }

    @Test func lengthsThatLie() throws {
        let short = try LocalServer { _, _ in .init(headers: ["Content-Length": "200000"], body: Self.content) }
        #expect(throws: FetchError.wrongSize(source: short.address + "/a/weights.pth", expected: 300_000, found: 200_000)) {
            try fetch(short, size: 300_000)
        }
        #expect(throws: FetchError.self) { try fetch(short) }   // cut off at what was announced, so another digest
        let long = try LocalServer { _, _ in .init(headers: ["Content-Length": "1152921504606846976"], body: Self.content) }
        #expect(throws: FetchError.self) { try fetch(long, digest: .unknown) }
        try expectNothing(but: [])
    }

    @Test func withoutALengthOnlyADigestTellsTheWhole() throws {
        let server = try LocalServer { _, _ in .init(body: Self.content) }
        #expect(throws: FetchError.unknownLength(address: server.address + "/a/weights.pth")) { try fetch(server, digest: .unknown) }
        try expectNothing()
        try expectRight(fetch(server))
    }

    @Test func aMissingFileIsAskedForOnce() throws {
        let server = try LocalServer { _, _ in .status("404 Not Found") }
        #expect(throws: FetchError.refused(address: server.address + "/a/weights.pth", status: 404)) { try fetch(server) }
        #expect(server.requests.count == 1)
        try expectNothing()
    }

    @Test func aBusyServerIsAskedAgain() throws {
        let busy = try LocalServer { _, number in number < 2 ? .status("503 Service Unavailable") : .whole(Self.content) }
        try expectRight(fetch(busy))
        let shut = try LocalServer { _, _ in .status("503 Service Unavailable") }
        #expect(throws: FetchError.refused(address: shut.address + "/b/x.pth", status: 503)) { try fetch(shut, path: "b/x.pth") }
        #expect(shut.requests.count == 3)
    }

    @Test func redirectionsAreFollowedButNotForEver() throws {
        let server = try LocalServer { request, _ in
            request.path == "/there" ? .whole(Self.content) : .init(status: "302 Found", headers: ["Location": "/there", "Content-Length": "0"])
        }
        try expectRight(fetch(server))
        let circle = try LocalServer { _, _ in .init(status: "302 Found", headers: ["Location": "/a/x.pth", "Content-Length": "0"]) }
        #expect(throws: FetchError.self) { try fetch(circle, path: "a/x.pth") }
    }

    @Test func nobodyThere() throws {
        var server: LocalServer? = try LocalServer { _, _ in .whole([]) }
        let address = try #require(server).address
        server = nil
        var fetch = WeightFetch(folder: scratch.folder, mirror: address)
        fetch.patience = .init(tries: 2, delay: .milliseconds(5), stallLimit: .seconds(2))
        let error = try #require(throws: FetchError.self) { try fetch.fetch([.init(address: "https://example.org/x.pth", digest: .unknown)]) { _ in } }
        guard case .unreachable(address + "/x.pth", _) = error else { Issue.record("\(error)"); return }
    }

    @Test(arguments: ["ftp://example.org/x", "x", "http://", "file:///etc/passwd"]) func onlyWebAddresses(address: String) throws {
        let fetch = WeightFetch(folder: scratch.folder)
        #expect(throws: FetchError.badAddress(address)) { try fetch.fetch([.init(address: address, digest: .unknown)]) { _ in } }
    }
}
