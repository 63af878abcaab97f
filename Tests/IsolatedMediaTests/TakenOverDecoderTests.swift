import Foundation
import IsolatedMedia
import Media
import Testing

/// A decoder that a clip has taken over may send anything: it costs that clip, within the time and the memory one clip may cost.
@Suite struct TakenOverDecoderTests {
    /// A shell in the decoder's place, whose standard input is the connection.
    private func decode(
        _ script: String, _ bytes: MediaBytes = .memory([1, 2, 3]), timeout: Duration = .seconds(20), check: () throws -> Void = {}
    ) throws -> DecodeSummary {
        let decoder = IsolatedDecoder(command: ["/bin/bash", "-c", script], timeout: timeout, memoryLimit: 1 << 30)
        return try decoder.decode(
            bytes, named: "clip", limits: DecodeLimits(maxPixels: 1_000, maxDuration: 2), framesPerSecond: 1, check: check,
            audio: { _ in }, frame: { _, _ in })
    }

    /// - Parameter content: in a shell's printf escapes.
    private static func message(_ kind: Int, byteCount: Int, _ content: String = "") -> String {
        "printf '\(word(kind))\(word(byteCount))\(content)' >&0; "
    }

    private static func word(_ value: Int) -> String {
        (0..<4).map { String(format: "\\x%02x", (value >> (8 * $0)) & 0xff) }.joined()
    }

    private static func frame(width: Int, height: Int, byteCount: Int, time: String = "\\0\\0\\0\\0\\0\\0\\0\\0") -> String {
        message(3, byteCount: byteCount, time + word(width) + word(height))
    }

    private static func text(_ kind: Int, _ text: String) -> String {
        message(kind, byteCount: text.utf8.count, text)
    }

    private static let nonsense = [
        "an unknown kind": message(9, byteCount: 0),
        "a kind of more than a byte": message(0x101, byteCount: 2, "{}"),
        "a picture whose size overflows": frame(width: 0x7fff_ffff, height: 0x7fff_ffff, byteCount: 16),
        "a picture of negative size": frame(width: 0xffff_ffff, height: 0xffff_ffff, byteCount: 19),
        "a picture over the limit": frame(width: 1_001, height: 1, byteCount: 16 + 3_003),
        "a picture with too few bytes": frame(width: 10, height: 10, byteCount: 16 + 299),
        "a picture with no room for its header": frame(width: 1, height: 1, byteCount: 3),
        "a picture at no time": frame(width: 1, height: 1, byteCount: 19, time: "\\0\\0\\0\\0\\0\\0\\xf8\\x7f"),
        "half a sample": message(2, byteCount: 6, "123456"),
        "a gigabyte of samples at once": message(2, byteCount: 1 << 30),
        "a gigabyte of text": message(4, byteCount: 1 << 30),
        "no JSON": text(1, "{"),
        "another JSON": text(4, "{}"),
        "nested JSON": "printf '\(word(4))\(word(100_000))' >&0; printf '[%.0s' {1..100000} >&0; ",
        "a summary of samples that never came": text(4, #"{"audio":{"decoded":{"duration":1,"units":16000}},"visual":{"notWanted":{}},"#
            + #""damagedPackets":[],"decodedFrames":0}"#),
        "samples for ever": "while \(message(2, byteCount: 40_000)) do head -c 40000 /dev/zero >&0; done; ",
        "frames for ever": "while \(frame(width: 1, height: 1, byteCount: 19)) do printf abc >&0; done; ",
    ]

    @Test(arguments: nonsense.keys.sorted()) func whatMakesNoSenseCostsTheClip(_ what: String) throws {
        let error = #expect(throws: MediaError.self) { try decode("\(Self.nonsense[what]!) sleep 30") }
        #expect(error == .decoderDied(clip: "clip", how: "it sent what makes no sense"))
    }

    @Test func aMessageThatDribblesInTakesNoLongerThanAClipMay() throws {
        let start = ContinuousClock.now
        let script = Self.message(4, byteCount: 1_000) + "while sleep 0.05 && printf x >&0; do :; done"
        #expect(throws: MediaError.timedOut(clip: "clip", seconds: 1)) { try decode(script, timeout: .seconds(1)) }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func aDecoderThatReadsNothingTakesNoLongerThanAClipMay() throws {
        let clip = MediaBytes.memory([UInt8](repeating: 0, count: 8 << 20))
        #expect(throws: MediaError.timedOut(clip: "clip", seconds: 1)) { try decode("sleep 30", clip, timeout: .seconds(1)) }
    }

    /// A signal to the run must be noticed wherever it waits.
    @Test(arguments: ["sleep 30", "printf abc >&0; sleep 30", message(2, byteCount: 400, "abc") + "sleep 30"])
    func theRunLooksAboutWhileItWaits(_ script: String) throws {
        let start = ContinuousClock.now
        #expect(throws: CancellationError.self) {
            try decode(script, check: { if ContinuousClock.now - start > .seconds(0.5) { throw CancellationError() } })
        }
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
