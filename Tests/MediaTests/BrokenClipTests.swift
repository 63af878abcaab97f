import Clips
import Foundation
import Media
import Tensors
import Testing

@Suite struct BrokenClipTests {
    private func reason(_ bytes: MediaBytes) -> MediaError.Reason? {
        do {
            _ = try MediaDecoder(bytes, named: "broken.mp4")
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func eachKindOfBrokenFileHasItsReason() throws {
        #expect(reason(.memory([])) == .empty)
        #expect(reason(.memory([UInt8](repeating: 7, count: 100_000))) == .notMedia)
        #expect(reason(.memory(Array("just some words\n".utf8))) == .notMedia)
        #expect(reason(.file(path: "/nonexistent/clip.mp4")) == .unreadable)
        #expect(reason(.file(path: Golden.folder.path)) == .unreadable)
        #expect(reason(.file(path: "/dev/null")) == .unreadable)
        let whole = try Golden.bytes("choice-ten-seconds.mp4")
        #expect(reason(.memory(Array(whole.prefix(2000)))) == .damagedContainer)   // the index stands at the end
    }

    @Test func messagesNameTheClipAndWhatToDo() {
        #expect { try MediaDecoder(.file(path: "/nonexistent/a.mp4"), named: "dog/a.mp4") } throws: {
            "\($0)" == "dog/a.mp4: open failed: No such file or directory; check that the file is there and may be read"
        }
        #expect { try MediaDecoder(.memory([]), named: "dog/a.mp4") } throws: {
            "\($0)" == "dog/a.mp4: the file has no bytes; fetch it again"
        }
    }

    @Test func everyReasonIsItsOwnCode() {
        #expect(Set(MediaError.Reason.allCases.map(\.rawValue)).count == MediaError.Reason.allCases.count)
        #expect(MediaError.Reason.allCases.allSatisfy { $0.rawValue.allSatisfy { $0 == "_" || ("a"..."z").contains($0) } })
    }

    /// Text that names other files, and containers that hold no media of their own, are refused before they are obeyed.
    @Test(arguments: [
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '/etc/passwd'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period></Period></MPD>\n",
        "1\n00:00:00,000 --> 00:00:01,000\nwords\n\n2\n00:00:01,000 --> 00:00:02,000\nwords\n\n",
    ])
    func playlistsAreRefused(text: String) throws {
        let seen = try #require(reason(.memory(Array(text.utf8))))
        #expect(seen == .containerRefused || seen == .notMedia)
    }

    /// A file cut at any point gives an error or the rows before the cut, and never takes the process down.
    @Test(arguments: ["matroska", "mpegts", "avi", "flv", "nut"])
    func cutFilesGiveWhatTheyHold(container: String) throws {
        var format = Synthetic.format(container)
        if container == "avi" { format.audio?.codec = "pcm_s16le" }   // AAC's priming moves the pictures by a slot
        format.video?.options["bf"] = "0"   // no frame waits for a later one
        let whole = try Synthetic.clip(format, frames: 40)
        let full = try Decoded(.memory(whole), framesPerSecond: 10)
        #expect(full.images.count == 40)
        for share in [0.9, 0.6, 0.3, 0.1, 0.02] {
            let cut = Array(whole.prefix(Int(Double(whole.count) * share)))
            guard let decoder = try? MediaDecoder(.memory(cut), named: "cut") else {
                #expect(share < 0.5, "\(share) of a \(container) could not be opened")
                continue
            }
            let part = try Decoded(decoder, framesPerSecond: 10)
            #expect(part.images.count < 40 && (share < 0.5 || part.images.count > 15), "\(share): \(part.images.count) rows")
            #expect(zip(part.levels.dropLast(), full.levels).allSatisfy { abs($0 - $1) <= 1 }, "\(share) of a \(container)")
        }
    }

    @Test func aTruncatedStreamSaysSo() throws {
        let header = Array(WAVEncoder.encode([0.1, 0.2, 0.3], channels: 1, sampleRate: 16_000).prefix(44))
        let error = try #require(Decoded(.memory(header)).summary.audio.error)
        #expect(error.reason == .truncated)
    }

    /// Bytes overwritten in the middle: the rest is decoded, the damage counted.
    @Test(arguments: ["matroska", "mpegts", "avi"])
    func damageInTheMiddleIsPassedOver(container: String) throws {
        var bytes = try Synthetic.clip(Synthetic.format(container), frames: 60, level: { UInt8(40 + $0 * 53 % 160) })
        var state: UInt32 = 1
        for index in (bytes.count * 2 / 5)..<(bytes.count / 2) {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes[index] = UInt8(state >> 24)
        }
        let decoded = try Decoded(.memory(bytes), framesPerSecond: 10)
        #expect(decoded.images.count > 45)
        #expect(decoded.samples.count > 60_000)
        #expect(decoded.summary.damagedPackets.values.reduce(0, +) > 0)
    }

    /// Random bytes over random parts of a clip: anything but a crash or a hang.
    @Test(arguments: 0..<60)
    func noDamageCrashes(seed: UInt32) throws {
        let names = ["choice-editlist.mp4", "choice-vfr.mkv", "sound-opus.webm", "choice-slow.avi", "sound-mp3.mp3", "sound-vorbis.ogg"]
        var bytes = try Golden.bytes(names[Int(seed) % names.count])
        var state = seed &* 2_654_435_761 | 1
        func next(_ bound: Int) -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 8) % bound
        }
        for _ in 0..<(1 + next(40)) { bytes[next(bytes.count)] = UInt8(next(256)) }
        let limits = DecodeLimits(maxPixels: 1 << 20, maxDuration: 60)
        guard let decoder = try? MediaDecoder(.memory(bytes), named: "damaged", limits: limits) else { return }
        let decoded = try Decoded(decoder, framesPerSecond: 2)
        #expect(decoded.images.count <= 121)
    }

    @Test func oneModalityFailingLeavesTheOther() throws {
        let bytes = try Synthetic.clip(Synthetic.format("matroska"), frames: 20)
        let decoded = try Decoded(.memory(bytes), limits: DecodeLimits(maxPixels: 100))
        #expect(decoded.summary.visual.error == .tooLarge(clip: "clip", width: 64, height: 48, maxPixels: 100))
        #expect(decoded.summary.reason(.visual) == .tooLarge)
        #expect(decoded.summary.audio.units == decoded.samples.count)
        #expect(decoded.samples.count >= 32_000)
    }

    @Test func aClipBeyondTheLongestIsRefused() throws {
        let bytes = try Synthetic.clip(Synthetic.format("matroska"), frames: 30)
        let decoded = try Decoded(.memory(bytes), limits: DecodeLimits(maxDuration: 2))
        #expect(decoded.summary.reason(.visual) == .tooLong)
        #expect(decoded.summary.reason(.audio) == .tooLong)
    }
}
