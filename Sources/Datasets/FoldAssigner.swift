import Clips

/// Finds the part of each sample from fold files, and what is odd about them.
struct FoldAssigner {
    private(set) var parts: [String: Split] = [:]
    private(set) var problems: [DatasetProblem] = []

    init(_ samples: [Sample], _ files: FoldFiles, test: Int) {
        let known = Set(samples.map(\.id))
        var nearest = NearestIDs(samples.map(\.id).sorted())
        var folds: [String: [Int]] = [:]
        for (index, fold) in files.folds.enumerated() {
            problems += fold.problems
            for line in fold.lines {
                if known.contains(line.text) {
                    folds[line.text, default: []].append(index)
                } else {
                    problems.append(DatasetProblem(
                        kind: .unknownInSplit, subject: "\(fold.name):\(line.place)",
                        detail: "\(line.text) is not in the dataset" + nearest.suggestion(for: line.text)))
                }
            }
        }
        for id in samples.map(\.id).sorted() {
            guard let own = folds[id] else {
                problems.append(DatasetProblem(kind: .notInAnySplit, subject: id, detail: "no fold file names it"))
                continue
            }
            parts[id] = own.contains(test) ? .test : .train
            if own.count > 1 {
                let names = own.map { files.folds[$0].name }.joined(separator: " and ")
                problems.append(DatasetProblem(
                    kind: .splitOverlap, subject: id, detail: "it is in \(names); it counts as \(own.contains(test) ? "test" : "train")"))
            }
        }
    }
}
