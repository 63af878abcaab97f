import Retrieval
import Tensors

/// Applies the retrieval-time options of `evaluate:` to a space.
struct RetrievalOptions {
    let settings: RetrievalOptionSettings

    var areOff: Bool { parts.isEmpty }

    /// Options that make a score depend on test items beyond the pair.
    var areTransductive: Bool { settings.proxies == .gallery || settings.rescoring != .none || settings.reranking != .none }

    /// What stands behind a score's name.
    private var parts: [String] {
        var parts: [String] = []
        switch settings.proxies {
        case .none: break
        case .train: parts.append("training proxies k=\(settings.proxyNeighbours)")
        case .gallery: parts.append("gallery proxies k=\(settings.proxyNeighbours)")
        }
        switch settings.rescoring {
        case .none: break
        case .csls: parts.append("CSLS k=\(settings.cslsNeighbours)")
        case .invertedSoftmax: parts.append((settings.isDynamic ? "dynamic " : "") + "inverted softmax")
        }
        switch settings.reranking {
        case .none: break
        case .kReciprocal: parts.append("k-reciprocal k1=\(settings.k1)")
        case .diffusion: parts.append("diffusion k=\(settings.diffusionNeighbours)")
        }
        return parts
    }

    private var warnings: [String] {
        var warnings: [String] = []
        if areTransductive {
            warnings.append("these figures are transductive: a score depends on more of the test part than the pair; do not compare them with inductive ones")
        }
        if settings.rescoring != .none || settings.reranking == .kReciprocal {
            warnings.append("hubness correction and k-reciprocal re-ranking are made for instance retrieval and may lower class-level MAP")
        }
        if settings.reranking == .diffusion, settings.diffusionNeighbours < 30 {
            warnings.append("diffusion over few neighbours may lower class-level MAP; 'evaluate.diffusion.neighbours' of 30 and more is safer")
        }
        return warnings
    }

    func directions(of space: ScoredSpace) throws(RetrievalError) -> ScoredDirections {
        let audio = try proxied(space.audio, space.trainingAudio, space), visual = try proxied(space.visual, space.trainingVisual, space)
        return ScoredDirections(
            name: ([space.name] + parts).joined(separator: ", ") + (areTransductive ? " (transductive)" : ""),
            isTransductive: areTransductive, warnings: warnings,
            audioToVisual: try scores(audio, visual, space.similarity), visualToAudio: try scores(visual, audio, space.similarity))
    }

    /// A modality's test and training vectors.
    private struct Side {
        let test: Matrix
        let training: Matrix
    }

    private func proxied(_ test: NeighbourBank, _ training: NeighbourBank, _ space: ScoredSpace) throws(RetrievalError) -> Side {
        guard settings.proxies != .none else { return Side(test: test.values, training: training.values) }
        /// Lengths must not weigh in the mean of vectors that are compared by angle.
        func unit(_ bank: NeighbourBank) -> NeighbourBank {
            space.similarity == .cosine ? NeighbourBank(keys: bank.keys, values: unitRows(bank.values)) : bank
        }
        let test = unit(test), training = unit(training), count = settings.proxyNeighbours
        func proxies(_ items: NeighbourBank, isTraining: Bool) throws(RetrievalError) -> Matrix {
            let fromTraining = settings.proxies == .train
            return try meanProxies(of: items, in: fromTraining ? training : test, count: count, excludingOwnRow: fromTraining == isTraining)
        }
        return Side(
            test: try proxies(test, isTraining: false),
            training: settings.rescoring == .invertedSoftmax ? try proxies(training, isTraining: true) : training.values)
    }

    private func scores(_ queries: Side, _ gallery: Side, _ similarity: Similarity) throws(RetrievalError) -> any PairScores {
        func similarities(_ queries: Matrix) throws(RetrievalError) -> SimilarityScores {
            try SimilarityScores(queries: queries, gallery: gallery.test, similarity: similarity)
        }
        let plain = try similarities(queries.test)
        switch settings.rescoring {
        case .none: break
        case .csls: return try CSLSScores(plain, neighbours: settings.cslsNeighbours)
        case .invertedSoftmax:
            return try InvertedSoftmaxScores(
                plain, bank: similarities(queries.training), inverseTemperature: settings.inverseTemperature, isDynamic: settings.isDynamic)
        }
        switch settings.reranking {
        case .none: return plain
        case .kReciprocal:
            return try KReciprocalScores(
                queries: queries.test, gallery: gallery.test, similarity: similarity, k1: settings.k1, k2: settings.k2,
                distanceShare: settings.distanceShare)
        case .diffusion:
            return try DiffusionScores(
                plain, within: similarities(gallery.test), neighbours: settings.diffusionNeighbours, kept: settings.kept, steps: settings.steps)
        }
    }
}
