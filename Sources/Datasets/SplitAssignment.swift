public import Clips

/// Which part of the dataset each sample is in.
public struct SplitAssignment: Sendable, Hashable {
    /// By sample id; a sample that is not here is in no part and is left out.
    public let parts: [String: Split]
    public let problems: [DatasetProblem]

    public init(parts: [String: Split], problems: [DatasetProblem] = []) {
        self.parts = parts
        self.problems = problems
    }

    public func count(of part: Split) -> Int { parts.values.count { $0 == part } }

    /// The split that the dataset itself defines.
    ///
    /// - Throws: ``DatasetError/noOfficialSplit`` if no sample has a part.
    public static func official(_ samples: [Sample]) throws(DatasetError) -> SplitAssignment {
        let pairs = samples.compactMap { sample in sample.split.map { (sample.id, $0) } }
        guard !pairs.isEmpty else { throw .noOfficialSplit }
        return SplitAssignment(parts: Dictionary(uniqueKeysWithValues: pairs))
    }

    /// A stratified random split: in every class, and in all, the parts have their share of the videos, to the next whole
    /// one; samples of one video are never in different parts. Every class keeps a video to train on.
    ///
    /// The split depends on ids, labels, videos and seed, not on the order of the samples, and a video keeps its rank
    /// within its class when others come or go.
    ///
    /// - Throws: ``DatasetError/invalidRatios(train:validation:test:)``.
    public static func ratio(
        _ samples: [Sample], train: Double, validation: Double, test: Double, seed: UInt64
    ) throws(DatasetError) -> SplitAssignment {
        let shares = [train, validation, test]
        guard shares.allSatisfy({ $0.isFinite && $0 >= 0 }), train > 0, test > 0, abs(shares.reduce(0, +) - 1) < 1e-6 else {
            throw .invalidRatios(train: train, validation: validation, test: test)
        }
        var strata = Strata(samples, seed: seed, stream: "ratio")
        var parts: [String: Split] = [:]
        for id in strata.take(share: test) { parts[id] = .test }
        if validation > 0 {
            for id in strata.take(share: validation / (train + validation)) { parts[id] = .validation }
        }
        for id in strata.remainingIDs { parts[id] = .train }
        return SplitAssignment(parts: parts)
    }

    /// One fold tests, the others train. An id in the test fold and in another one tests, so that nothing tested was trained on.
    ///
    /// - Throws: ``DatasetError/foldOutOfRange(test:names:)``; ``DatasetError/noFoldMatches(example:sample:)`` if the files
    ///   name no sample at all.
    public static func folds(_ samples: [Sample], _ files: FoldFiles, test: Int) throws(DatasetError) -> SplitAssignment {
        guard files.folds.indices.contains(test) else {
            throw .foldOutOfRange(test: test, names: files.folds.map(\.name))
        }
        let assigner = FoldAssigner(samples, files, test: test)
        if assigner.parts.isEmpty, let sample = samples.first {
            throw .noFoldMatches(example: files.folds.lazy.compactMap(\.ids.first).first ?? "", sample: sample.id)
        }
        return SplitAssignment(parts: assigner.parts, problems: assigner.problems)
    }

    /// The same split with a stratified part of the training videos, 10 % by default, held out for validation; itself if it
    /// has a validation part already.
    public func holdingOutValidation(from samples: [Sample], fraction: Double = 0.1, seed: UInt64) -> SplitAssignment {
        precondition(fraction > 0 && fraction < 1, "a part of the training videos is held out, not all or none")
        guard count(of: .validation) == 0 else { return self }
        var strata = Strata(samples.filter { self.parts[$0.id] == .train }, seed: seed, stream: "validation")
        var parts = parts
        for id in strata.take(share: fraction) { parts[id] = .validation }
        return SplitAssignment(parts: parts, problems: problems)
    }
}
