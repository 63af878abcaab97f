import Clips
import Datasets
import Testing

@Suite struct FoldFilesTests {
    private let samples = ["dog_video_00001", "dog_video_00002", "drum_video_00001", "drum_video_00002"].map {
        Sample(id: $0, labels: [String($0.prefix { $0 != "_" })], members: [:])
    }

    private func files(_ texts: [(String, String)]) throws -> FoldFiles {
        try FoldFiles(texts.map { (name: $0.0, text: Array($0.1.utf8)) })
    }

    @Test func oneFoldTestsTheOthersTrainWhateverOrderTheFilesCameIn() throws {
        let folds = try files([
            ("fold2.txt", "drum_video_00001.npy\r\ndrum_video_00002\r\n\r\n"), ("fold1.txt", "dog_video_00001\ndog_video_00002"),
        ])
        #expect(folds.folds.map(\.name) == ["fold1.txt", "fold2.txt"])
        let split = try SplitAssignment.folds(samples, folds, test: 0)
        #expect(split.parts == [
            "dog_video_00001": .test, "dog_video_00002": .test, "drum_video_00001": .train, "drum_video_00002": .train,
        ])
        #expect(split.problems.isEmpty)
    }

    @Test func unknownMissingAndRepeatedIdsAreReported() throws {
        let folds = try files([
            ("0", "dog_video_00001\nnobody\n dog_vdieo_00002.npy\n"),
            ("1", "drum_video_00001\ndog_video_00001\n\n  dog_video_00001.npy"), ("2", "dog_video_00002"),
        ])
        let split = try SplitAssignment.folds(samples, folds, test: 0)
        #expect(split.parts == ["dog_video_00001": .test, "dog_video_00002": .train, "drum_video_00001": .train])
        #expect(split.problems == [
            DatasetProblem(kind: .unknownInSplit, subject: "0:2:1", detail: "nobody is not in the dataset"),
            DatasetProblem(
                kind: .unknownInSplit, subject: "0:3:2", detail: "dog_vdieo_00002 is not in the dataset; did you mean 'dog_video_00002'?"),
            DatasetProblem(kind: .duplicateRow, subject: "1:4:3", detail: "dog_video_00001 stands in line 2 already"),
            DatasetProblem(kind: .splitOverlap, subject: "dog_video_00001", detail: "it is in 0 and 1; it counts as test"),
            DatasetProblem(kind: .notInAnySplit, subject: "drum_video_00002", detail: "no fold file names it"),
        ])
    }

    @Test func foldsThatCannotBeUsedAreErrors() throws {
        #expect(throws: DatasetError.tooFewFolds(count: 1)) { try files([("0", "a")]) }
        let folds = try files([("0", "x/a"), ("1", "x/b")])
        #expect(throws: DatasetError.noFoldMatches(example: "x/a", sample: "dog_video_00001")) {
            try SplitAssignment.folds(samples, folds, test: 0)
        }
        let error = #expect(throws: DatasetError.self) { try SplitAssignment.folds(samples, folds, test: 5) }
        #expect(error?.description == "there is no fold 5 to test on; the folds, sorted by name, are 0: 0, 1: 1")
    }
}
