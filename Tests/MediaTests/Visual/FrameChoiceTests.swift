import Clips
import Media
import Tensors
import Testing

@Suite struct FrameChoiceTests {
    /// Variable rate, B-frames, edit lists, a late start, a rate under the sampling rate: rows by brute force over PyAV's times.
    @Test(arguments: Golden.expected.choices.keys.sorted())
    func rowsAreTheFramesOnDisplay(name: String) throws {
        let choice = try #require(Golden.expected.choices[name])
        let decoder = try MediaDecoder(.file(path: Golden.path(name)), named: name)
        for (rate, levels) in choice.rows.sorted(by: { $0.key < $1.key }) {
            let framesPerSecond = try #require(Double(rate))
            let decoded = try Decoded(decoder, framesPerSecond: framesPerSecond)
            #expect(decoded.levels.count == levels.count, "at \(rate) a second")
            for (row, (seen, level)) in zip(decoded.levels, levels).enumerated() {
                #expect(abs(seen - level) <= 1, "row \(row) at \(rate) a second: \(seen), expected \(level)")
            }
            #expect(zip(decoded.times, 0...).allSatisfy { abs($0 - Double($1) / framesPerSecond) < 1e-9 })
            let seconds = try #require(decoded.summary.visual.seconds)
            #expect(abs(seconds - choice.duration) < 1e-9)
            #expect(decoded.summary.visual.units == levels.count)
            #expect(decoded.summary.damagedPackets == [.visual: 0])
        }
    }

    @Test func tenSecondsAtOneASecondAreTenRows() throws {
        #expect(try Decoded(.file(path: Golden.path("choice-ten-seconds.mp4"))).images.count == 10)
    }

    @Test func ratesAreFractions() throws {
        let sampling = try #require(FrameSampling(framesPerSecond: 29.97))
        #expect(sampling.numerator == 2997 && sampling.denominator == 100)
        #expect(sampling.time(ofRow: 2997) == 100)
        #expect(FrameSampling(framesPerSecond: 0.1)?.time(ofRow: 3) == 30)
    }

    @Test func memoryAndFileGiveTheSame() throws {
        let fromFile = try Decoded(.file(path: Golden.path("choice-editlist.mp4")), framesPerSecond: 5)
        let fromMemory = try Decoded(.memory(Golden.bytes("choice-editlist.mp4")), framesPerSecond: 5)
        #expect(fromFile.images == fromMemory.images)
        #expect(fromFile.summary == fromMemory.summary)
    }

    @Test(arguments: [0, -1, 1001, Double.nan, Double.infinity])
    func aRateNoVideoCanHaveIsRefused(rate: Double) throws {
        let decoder = try MediaDecoder(.file(path: Golden.path("choice-slow.avi")), named: "slow.avi")
        #expect { try decoder.decode(framesPerSecond: rate, audio: nil, frame: { _, _ in }) } throws: {
            ($0 as? MediaError)?.reason == .invalidSetting
        }
    }
}
