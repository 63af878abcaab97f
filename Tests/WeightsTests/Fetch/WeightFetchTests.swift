import Digests
import Foundation
import Synchronization
import Testing
@testable import Weights

/// Where files are looked for before the network is asked.
@Suite struct WeightFetchTests {
    static let content = Array("weights".utf8)
    static let file = PublishedFile(
        address: "http://127.0.0.1:1/weights.pth", digest: .prefix(String(content.withUnsafeBytes { SHA256.hex(of: $0) }.prefix(8))))

    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func theOfflineFolderIsUsedInPlace() throws {
        try scratch.write("offline/weights.pth", Self.content)
        let outcome = try WeightFetch(folder: scratch.path("to"), offlineFolder: scratch.path("offline")).fetch([Self.file]) { _ in }
        #expect(outcome.path == scratch.path("offline/weights.pth") && outcome.origin == .offlineFolder)
    }

    @Test func aWrongOfflineFileIsAnErrorAndAMissingOneNamesWhatIsWanted() throws {
        try scratch.write("offline/weights.pth", [1])
        let fetch = WeightFetch(folder: scratch.path("to"), offlineFolder: scratch.path("offline"))
        let wrong = try #require(throws: FetchError.self) { try fetch.fetch([Self.file]) { _ in } }
        #expect("\(wrong)".contains("offline/weights.pth: its SHA-256 is"), "\(wrong)")
        try FileManager.default.removeItem(atPath: scratch.path("offline/weights.pth"))
        #expect(throws: FetchError.notInFolder(scratch.path("offline"), names: ["weights.pth"])) { try fetch.fetch([Self.file]) { _ in } }
    }

    @Test func cachesOfOtherToolsAreUsedAndWrongFilesInThemPassedOver() throws {
        try scratch.write("bad/weights.pth", [1])
        try scratch.write("good/weights.pth", Self.content)
        let fetch = WeightFetch(folder: scratch.path("to"), caches: [scratch.path("none"), scratch.path("bad"), scratch.path("good")])
        let passedOver = Mutex<[String]>([])
        let outcome = try fetch.fetch([Self.file]) { event in
            if case .passedOver(let reason) = event { passedOver.withLock { $0.append(reason) } }
        }
        #expect(outcome.path == scratch.path("good/weights.pth") && outcome.origin == .cache)
        #expect(passedOver.withLock { $0.count == 1 && $0[0].contains("bad/weights.pth") })
    }

    @Test func cachesAreWhereTheirToolsLook() {
        #expect(WeightFetch.usualCaches(environment: ["HOME": "/h"]) == ["/h/.cache/torch/hub/checkpoints", "/h/yt8m"])
        #expect(WeightFetch.usualCaches(environment: ["HOME": "/h", "XDG_CACHE_HOME": "/c"])[0] == "/c/torch/hub/checkpoints")
        #expect(WeightFetch.usualCaches(environment: ["HOME": "/h", "XDG_CACHE_HOME": "/c", "TORCH_HOME": "/t"])[0] == "/t/hub/checkpoints")
    }

    @Test func aPinFileThatIsNoneIsRefused() throws {
        try scratch.write("fetched.sha256", Array("not a digest".utf8))
        #expect(throws: FetchError.cannotRead(path: scratch.path("fetched.sha256"), reason: "'not a digest' is not a line of sha256sum")) {
            try WeightFetch(folder: scratch.folder).fetch([Self.file]) { _ in }
        }
    }
}
