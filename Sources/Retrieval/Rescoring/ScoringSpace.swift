public import Tensors

/// The vectors of one modality in a space: of the items that are queries or gallery, and of the training items.
public struct ModalityRows: Sendable {
    public var test: NeighbourBank
    public var training: NeighbourBank

    public init(test: NeighbourBank, training: NeighbourBank) {
        self.test = test
        self.training = training
    }
}

/// Queries of one modality and the gallery of the other, as a way of scoring compares them.
public struct ScoringPair: Sendable {
    public let queries: ModalityRows
    public let gallery: ModalityRows
    public let similarity: Similarity

    public init(queries: ModalityRows, gallery: ModalityRows, similarity: Similarity) {
        self.queries = queries
        self.gallery = gallery
        self.similarity = similarity
    }

    /// The similarities of the queries to the gallery.
    ///
    /// - Throws: ``RetrievalError`` on empty sides, different widths and values that are not finite.
    public func similarities() throws(RetrievalError) -> SimilarityScores { try similarities(of: queries.test.values) }

    /// The similarities of some rows to the gallery.
    ///
    /// - Throws: as ``similarities()``.
    public func similarities(of rows: Matrix) throws(RetrievalError) -> SimilarityScores {
        try SimilarityScores(queries: rows, gallery: gallery.test.values, similarity: similarity)
    }
}

/// The test part, and the training part that lends it neighbours, as one way of scoring compares them.
///
/// Each modality is given by itself: a model embeds an item from its own modality alone, by the interface, so no query can
/// carry anything of the gallery item it is paired with.
public struct ScoringSpace: Sendable {
    /// The name in tables: `cosine`, or `posterior, mean of 4 models`.
    public let name: String
    public let similarity: Similarity
    public let audio: ModalityRows
    public let visual: ModalityRows

    public init(name: String, similarity: Similarity, audio: ModalityRows, visual: ModalityRows) {
        self.name = name
        self.similarity = similarity
        self.audio = audio
        self.visual = visual
    }

    /// The scores of both directions with some rescorings, each applied to what the one before it made.
    ///
    /// - Throws: ``RetrievalError``.
    public func variant(_ rescorings: [any Rescoring]) throws(RetrievalError) -> ScoringVariant {
        guard !rescorings.isEmpty else {
            let scores = try SimilarityScores(queries: audio.test.values, gallery: visual.test.values, similarity: similarity)
            return ScoringVariant(
                name: name, isTransductive: false, warnings: [],
                scores: Directions(audioToVisual: scores, visualToAudio: scores.reversed))
        }
        let readsTraining = rescorings.contains { $0.readsTrainingRows }
        func changed(_ rows: ModalityRows) throws(RetrievalError) -> ModalityRows {
            var rows = rows
            for rescoring in rescorings { rows = try rescoring.rows(rows, similarity: similarity, changesTraining: readsTraining) }
            return rows
        }
        let audio = try changed(audio), visual = try changed(visual)
        // At most one rescoring replaces the scores; the others leave the similarities as they are.
        let replacing = rescorings.last { type(of: $0).key.replacesScores } ?? rescorings[0]
        let isTransductive = rescorings.contains { $0.isTransductive }
        var warnings = isTransductive ? [Self.transductiveWarning] : []
        for warning in rescorings.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
        return ScoringVariant(
            name: ([name] + rescorings.map(\.label)).joined(separator: ", ") + (isTransductive ? " (transductive)" : ""),
            isTransductive: isTransductive, warnings: warnings,
            scores: Directions(
                audioToVisual: try replacing.scores(of: ScoringPair(queries: audio, gallery: visual, similarity: similarity)),
                visualToAudio: try replacing.scores(of: ScoringPair(queries: visual, gallery: audio, similarity: similarity))))
    }

    private static let transductiveWarning =
        "these figures are transductive: a score depends on more of the test part than the pair; do not compare them with inductive ones"
}

/// The scores of both directions, under the name that every table uses.
public struct ScoringVariant: Sendable {
    public let name: String
    /// Whether a score may depend on more of the test part than the pair.
    public let isTransductive: Bool
    /// What a reader should know before quoting the metrics.
    public let warnings: [String]
    public let scores: Directions<any PairScores>
}
