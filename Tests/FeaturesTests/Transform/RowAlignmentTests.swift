import Clips
import Features
import Tensors
import Testing

@Suite struct RowAlignmentTests {
    private func rows(_ count: Int, every step: Double, long length: Double) -> [Interval] {
        (0..<count).map { Interval(start: Double($0) * step, end: Double($0) * step + length) }
    }

    /// A clip of 10.01 s: ten windows of 0.96 s and eleven frames. The last frame's nearest sound is the last there is.
    @Test func nearestIsTheRowWhoseCentreIsNearest() {
        let chosen = RowAlignment.nearest.rows(audio: rows(10, every: 0.96, long: 0.96), visual: rows(11, every: 1, long: 1))
        #expect(chosen.visual == Array(0...10))
        #expect(chosen.audio == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9])
        // Two windows a frame: the one that lies in the frame's middle.
        #expect(RowAlignment.nearest.rows(audio: rows(6, every: 0.5, long: 0.5), visual: rows(2, every: 1.5, long: 1.5)).audio == [1, 4])
    }

    @Test func ofTwoThatAreAsNearTheEarlierIsTaken() {
        let audio = rows(4, every: 1, long: 1)
        #expect(RowAlignment.nearest.rows(audio: audio, visual: rows(2, every: 2, long: 2)).audio == [0, 2])
        #expect(RowAlignment.nearest.rows(audio: audio.reversed(), visual: rows(2, every: 2, long: 2)).audio == [3, 1])
        #expect(RowAlignment.nearest.rows(audio: [audio[1], audio[1]], visual: rows(1, every: 1, long: 1)).audio == [0])
    }

    /// As a search through all rows finds it.
    @Test func nearestAgreesWithTrying() {
        var generator = SeededGenerator(seed: 5, stream: "row alignment")
        for _ in 0..<50 {
            func some() -> [Interval] {
                (0..<(1 + generator.below(12))).map { _ in Interval(start: Double(generator.below(40)) / 4, end: Double(40 + generator.below(9)) / 4) }
            }
            let audio = some(), visual = some()
            func centre(_ row: Interval) -> Double { (row.start + row.end) / 2 }
            let chosen = RowAlignment.nearest.rows(audio: audio, visual: visual).audio
            for (row, frame) in zip(chosen, visual) {
                let distances = audio.map { abs(centre($0) - centre(frame)) }
                let nearest = distances.indices.filter { distances[$0] == distances.min() }.min { (centre(audio[$0]), $0) < (centre(audio[$1]), $1) }
                #expect(row == nearest)
            }
        }
    }

    @Test func theOthersKeepRowsInTheirOrder() {
        let audio = rows(3, every: 0.96, long: 0.96), visual = rows(5, every: 1, long: 1)
        for (policy, expected) in [(RowAlignment.independent, (3, 5)), (.pad, (3, 5)), (.trim, (3, 3))] {
            let chosen = policy.rows(audio: audio, visual: visual)
            #expect(chosen.audio == Array(0..<expected.0) && chosen.visual == Array(0..<expected.1), "\(policy)")
        }
        for policy in RowAlignment.allCases {
            #expect(policy.rows(audio: [], visual: []).audio.isEmpty)
        }
        #expect(RowAlignment.nearest.rows(audio: [], visual: visual).visual.isEmpty)
    }
}
