import Retrieval
import Tensors

/// How a model ranks the validation set.
struct ValidationScores {
    /// By cosine of the embeddings.
    let map: ValidationMAP
    /// By the inner product of the posteriors; nil for a model without.
    let posteriorMAP: ValidationMAP?
    /// Mean over both directions of one over the rank of the paired item, by cosine.
    let reciprocalRank: Double

    /// - Throws: `RetrievalError` for embeddings that are not finite, ``MetricLearningError`` for features that do not fit.
    init(of model: CrossModalModel, on set: PairedFeatures, classCount: Int) throws {
        let audio = try model.embed(audio: set.audio), visual = try model.embed(visual: set.visual)
        map = try ValidationMAP(audio: audio, visual: visual, labels: set.labels, classCount: classCount, similarity: .cosine)
        posteriorMAP = try Self.posteriorMAP(of: model, on: set, classCount: classCount)
        reciprocalRank = (pairedReciprocalRank(queries: audio, gallery: visual) + pairedReciprocalRank(queries: visual, gallery: audio)) / 2
    }

    private static func posteriorMAP(of model: CrossModalModel, on set: PairedFeatures, classCount: Int) throws -> ValidationMAP? {
        guard model.classCount != nil else { return nil }
        let audio = try model.posterior(audio: set.audio), visual = try model.posterior(visual: set.visual)
        return try ValidationMAP(audio: audio, visual: visual, labels: set.labels, classCount: classCount, similarity: .innerProduct)
    }
}

extension ValidationMAP {
    /// Row i of both sides is an item of class `labels[i]`.
    fileprivate init(audio: Matrix, visual: Matrix, labels: [Int], classCount: Int, similarity: Similarity) throws {
        func direction(_ queries: Matrix, _ gallery: Matrix) throws -> Double {
            try Retrieval.evaluate(
                queries: queries, gallery: gallery, queryLabels: labels, galleryLabels: labels, classCount: classCount, similarity: similarity
            ).map
        }
        self.init(audioToVisual: try direction(audio, visual), visualToAudio: try direction(visual, audio))
    }
}
