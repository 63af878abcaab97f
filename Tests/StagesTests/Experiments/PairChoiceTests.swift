import Clips
import Features
import Settings
@testable import Stages
import Tensors
import Testing
import Workflow

/// Which training items are used, and which pairs disagree.
@Suite struct PairChoiceTests {
    /// Classes of 40, 30 and 20, alternating in part.
    private let labels = (0..<90).map { $0 < 40 ? 0 : $0 < 70 ? 1 : 2 }
    private let splits: [Split] = (0..<90).map { $0 % 2 == 0 ? .train : $0 % 10 == 1 ? .validation : .test }

    private func assemble(_ yaml: String) throws -> AssembleSettings {
        try PipelineSettings(SettingsFile(text: "name: n\nworkspace: w\nfeatures: f\nassemble: {\(yaml)}\n", named: "p").root).assemble
    }

    private func kept(_ share: Double, seed: Int = 0) throws -> [Int] {
        try assemble("training_share: {share: \(share), seed: \(seed)}").trainingShare.keptRows(labels: labels, splits: splits)
    }

    @Test func aShareOfEveryClassIsKeptAndAllThatIsNotTrainedOn() throws {
        let rows = try kept(0.5)
        #expect(rows == rows.sorted())
        for (label, count) in [(0, 10), (1, 8), (2, 5)] { #expect(rows.count { labels[$0] == label && splits[$0] == .train } == count) }
        #expect(rows.count { splits[$0] != .train } == 45)
        #expect(try kept(1) == Array(0..<90))
        #expect(try kept(0.001).count { splits[$0] == .train } == 6)
    }

    @Test func smallerSharesArePartsOfLargerOnesAndTheSeedDecides() throws {
        let shares = try [0.1, 0.3, 0.6, 1].map { Set(try kept($0)) }
        for (small, large) in zip(shares, shares.dropFirst()) { #expect(small.isSubset(of: large)) }
        #expect(try kept(0.3) == kept(0.3))
        #expect(try kept(0.3) != kept(0.3, seed: 1))
    }

    @Test func theChosenPairsGetAnotherClassesAudioOfTheirOwnPart() throws {
        let sources = try assemble("disagree: {share: 0.4, at: both}").disagreement.audioSources(labels: labels, splits: splits)
        #expect(sources.sorted() == Array(0..<90))
        let moved = sources.indices.filter { sources[$0] != $0 }
        #expect(moved.allSatisfy { labels[sources[$0]] != labels[$0] && splits[sources[$0]] == splits[$0] })
        #expect(moved.count { splits[$0] == .train } == 18)
        #expect(moved.count { splits[$0] == .train && labels[$0] == 2 } == 4)
    }

    @Test func thePlaceIsKeptTo() throws {
        func parts(_ place: String) throws -> Set<Split> {
            let sources = try assemble("disagree: {share: 0.4, at: \(place)}").disagreement.audioSources(labels: labels, splits: splits)
            return Set(sources.indices.filter { sources[$0] != $0 }.map { splits[$0] })
        }
        #expect(try parts("train") == [.train, .validation])
        #expect(try parts("test") == [.test])
        let none = try assemble("{}".replacing("{}", with: "interval: clip")).disagreement
        #expect(try none.audioSources(labels: labels, splits: splits) == Array(0..<90))
        #expect(none.remark == nil)
    }

    @Test func aClassWithMoreThanHalfCannotExchange() throws {
        let uneven = Array(repeating: 0, count: 8) + [1, 1]
        let settings = try assemble("disagree: {share: 1, at: train}").disagreement
        let error = #expect(throws: StageError.self) { _ = try settings.audioSources(labels: uneven, splits: Array(repeating: .train, count: 10)) }
        #expect(error == .cannotDisagree(part: "train", detail: "class 0 has 8 of the 10 chosen pairs"))
    }

    @Test func theSmallestMajorityStillFindsItsExchange() throws {
        let half = [0, 0, 0, 0, 1, 1, 2, 2]
        for seed in 0..<50 {
            let settings = try assemble("disagree: {share: 1, at: train, seed: \(seed)}").disagreement
            let sources = try settings.audioSources(labels: half, splits: Array(repeating: .train, count: 8))
            #expect(sources.indices.allSatisfy { half[sources[$0]] != half[$0] })
        }
    }

    @Test func tablesSayWhatWasDone() throws {
        let scratch = Scratch()
        let features = try FeatureFile().write(to: scratch)
        let run = try PipelineRun(scratch, """
            name: n
            workspace: \(scratch.file("w"))
            features: \(features)
            until: assemble
            assemble: {disagree: {share: 0.2, at: test}, training_share: {share: 0.5}}
            """)
        let recorder = try run.run()
        let table = try FeatureTable(path: try run.pipeline().workspace.table)
        #expect(table.remarks == [
            "Only 50 % of the training items are used (stratified, seed 0).", "20 % of the test pairs have the audio of another class (seed 0).",
        ])
        #expect(recorder.summary(of: "assemble")?.contains("20 % of the test pairs") == true)
        #expect(table.rows(of: .train).count == 15)
        #expect(table.audio.columns == 6 && table.visual.columns == 10)
    }
}
