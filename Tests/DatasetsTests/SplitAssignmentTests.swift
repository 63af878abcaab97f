import Clips
import Datasets
import Testing

@Suite struct SplitAssignmentTests {
    /// Classes of very different size; every tenth video has two samples, as in AVE.
    private let samples: [Sample] = [("bark", 188), ("bell", 61), ("cat", 23), ("drum", 9), ("flute", 2), ("goat", 1)].flatMap { label, count in
        (0..<count).flatMap { index in
            let video = reference("\(label)\(index).mp4")
            return (0..<(index % 10 == 3 ? 2 : 1)).map { row in
                Sample(id: "\(label)\(index)/\(row)", labels: [label], members: [.visual: video, .audio: video])
            }
        }
    }

    private func videos(_ assignment: SplitAssignment, _ label: String, _ part: Split) -> Int {
        Set(samples.filter { $0.labels == [label] && assignment.parts[$0.id] == part }.compactMap { $0.members[.visual] }).count
    }

    @Test(arguments: [0, 1, 20_240_413] as [UInt64])
    func everyClassHasItsShareAndSoHasTheWhole(seed: UInt64) throws {
        let assignment = try SplitAssignment.ratio(samples, train: 0.7, validation: 0.1, test: 0.2, seed: seed)
        #expect(assignment.parts.count == samples.count)
        for (label, count) in [("bark", 188), ("bell", 61), ("cat", 23), ("drum", 9), ("flute", 2), ("goat", 1)] {
            for (part, share) in [(Split.train, 0.7), (.validation, 0.1), (.test, 0.2)] {
                #expect(abs(Double(videos(assignment, label, part)) - share * Double(count)) <= 1.3, "\(label) \(part)")
            }
            #expect(videos(assignment, label, .train) >= 1)
        }
        let total = Split.allCases.map { part in Set(samples.map { $0.labels[0] }).reduce(0) { $0 + videos(assignment, $1, part) } }
        #expect(abs(total[0] - 199) <= 1 && abs(total[1] - 28) <= 1 && abs(total[2] - 57) <= 1, "\(total) of 284 videos")
    }

    /// The retrieval papers' AVE subset: 15 classes, 1,955 clips give 1,564 and 391.
    @Test func eightyToTwentyIsExactOverall() throws {
        let counts = [188, 183, 171, 160, 155, 150, 142, 135, 128, 120, 111, 102, 88, 71, 51]
        #expect(counts.reduce(0, +) == 1955)
        let clips = counts.enumerated().flatMap { label, count in
            (0..<count).map { Sample(id: "\(label)-\($0)", labels: ["\(label)"], members: [.visual: reference("\(label)/\($0).mp4")]) }
        }
        let assignment = try SplitAssignment.ratio(clips, train: 0.8, validation: 0, test: 0.2, seed: 0)
        #expect(assignment.count(of: .train) == 1564 && assignment.count(of: .test) == 391 && assignment.count(of: .validation) == 0)
    }

    @Test func samplesOfOneVideoStayTogether() throws {
        let assignment = try SplitAssignment.ratio(samples, train: 0.6, validation: 0.2, test: 0.2, seed: 5)
        for (video, rows) in Dictionary(grouping: samples, by: { $0.members[.visual] }) {
            #expect(Set(rows.map { assignment.parts[$0.id] }).count == 1, "\(String(describing: video))")
        }
    }

    @Test func theOrderOfTheSamplesDoesNotMatterTheSeedDoes() throws {
        let split = try SplitAssignment.ratio(samples, train: 0.8, validation: 0, test: 0.2, seed: 1)
        #expect(try SplitAssignment.ratio(samples.reversed(), train: 0.8, validation: 0, test: 0.2, seed: 1) == split)
        var generator = SystemRandomNumberGenerator()
        #expect(try SplitAssignment.ratio(samples.shuffled(using: &generator), train: 0.8, validation: 0, test: 0.2, seed: 1) == split)
        let other = try SplitAssignment.ratio(samples, train: 0.8, validation: 0, test: 0.2, seed: 2)
        let common = split.parts.filter { $0.value == .test && other.parts[$0.key] == .test }.count
        #expect(common < 30, "of 57 test videos about 11 are expected in common")
    }

    @Test func aSplitHardlyChangesWhenAClipComesIn() throws {
        let split = try SplitAssignment.ratio(samples, train: 0.8, validation: 0, test: 0.2, seed: 1)
        let more = samples + [Sample(id: "bell999", labels: ["bell"], members: [:])]
        let grown = try SplitAssignment.ratio(more, train: 0.8, validation: 0, test: 0.2, seed: 1)
        #expect(samples.count { split.parts[$0.id] != grown.parts[$0.id] } <= 8)
    }

    @Test(arguments: [(0.8, 0.1, 0.2), (1, 0, 0), (0, 0.5, 0.5), (1.2, -0.4, 0.2), (.nan, 0, 0.2)])
    func ratiosThatMakeNoSenseAreRefused(train: Double, validation: Double, test: Double) {
        #expect(throws: DatasetError.self) {
            try SplitAssignment.ratio(samples, train: train, validation: validation, test: test, seed: 0)
        }
    }

    @Test func aTenthOfTrainingIsHeldOutAndTestingStaysAsItWas() throws {
        let split = try SplitAssignment.ratio(samples, train: 0.8, validation: 0, test: 0.2, seed: 3)
        let held = split.holdingOutValidation(from: samples, seed: 3)
        #expect(split.parts.filter { $0.value == .test } == held.parts.filter { $0.value == .test })
        #expect(abs(videos(held, "bark", .validation) - 15) <= 1)
        #expect(videos(held, "goat", .validation) == 0)
        #expect(abs(Double(held.count(of: .validation)) / Double(split.count(of: .train)) - 0.1) < 0.02)
        #expect(held.holdingOutValidation(from: samples, seed: 4) == held, "a part that is there stays")
    }

    @Test func theOfficialSplitIsTheDatasetsOwn() throws {
        let official = [
            Sample(id: "a", labels: ["x"], split: .train, members: [:]), Sample(id: "b", labels: ["x"], split: .test, members: [:]),
            Sample(id: "c", labels: ["x"], members: [:]),
        ]
        #expect(try SplitAssignment.official(official).parts == ["a": .train, "b": .test])
        let error = #expect(throws: DatasetError.noOfficialSplit) { try SplitAssignment.official(samples) }
        #expect(error?.description
            == "the dataset has no official split; set 'split' to {ratio: [0.8, 0, 0.2], seed: 0} or {folds: FOLDER, test: 0}")
    }
}
