import Retrieval
import Tensors

/// The test part, and the training part that lends it neighbours, as one way of scoring compares them.
///
/// Each modality is given by itself: a model embeds an item from its own modality alone, by the interface, so no query can
/// carry anything of the gallery item it is paired with.
struct ScoredSpace {
    /// What stands in tables: `cosine`, or `posterior, mean of 4 models`.
    let name: String
    let similarity: Similarity
    let audio: NeighbourBank
    let visual: NeighbourBank
    let trainingAudio: NeighbourBank
    let trainingVisual: NeighbourBank
}

/// Both directions' scores, under the name that stands in every table.
struct ScoredDirections {
    let name: String
    /// Whether a score may depend on more of the test part than the pair.
    let isTransductive: Bool
    /// What a reader should know before quoting the figures.
    let warnings: [String]
    let audioToVisual: any PairScores
    let visualToAudio: any PairScores
}

extension ScoredSpace {
    /// Without any retrieval-time option.
    func plainDirections() throws(RetrievalError) -> ScoredDirections {
        let scores = try SimilarityScores(queries: audio.values, gallery: visual.values, similarity: similarity)
        return ScoredDirections(
            name: name, isTransductive: false, warnings: [], audioToVisual: scores, visualToAudio: scores.reversed)
    }
}
