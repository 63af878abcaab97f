import Tensors

/// Fits canonical directions to the training rows and, where asked, chooses the ridge on the validation set.
struct CanonicalFit {
    let settings: CorrelationSettings
    let job: TrainingJob

    /// What was fitted.
    struct Result {
        let model: CrossModalModel
        let ridge: Double
        /// nil without a validation set.
        let scores: ValidationScores?
    }

    /// - Parameters:
    ///   - audio: the training rows the directions are fitted to, and `visual`: features or embeddings.
    ///   - model: the model that has these directions.
    /// - Throws: `KernelError`, ``MetricLearningError``.
    func callAsFunction(
        audio: Matrix, visual: Matrix, model: (CanonicalProjection) throws -> CrossModalModel
    ) throws -> Result {
        guard audio.isFinite, visual.isFinite else { throw MetricLearningError.notCorrelatable }
        let analysis = try CanonicalCorrelation(
            CrossCovariance(audio: audio, visual: visual, labels: job.training.labels, pairShare: settings.pairShare))
        var best: Result?
        for ridge in candidates {
            let fitted = try model(analysis.projection(components: settings.components, ridge: ridge))
            let scores = try job.validation.count > 0
                ? ValidationScores(of: fitted, on: job.validation, classCount: job.classCount) : nil
            let result = Result(model: fitted, ridge: ridge, scores: scores)
            guard let other = best, let score = score(result), let otherScore = self.score(other), score <= otherScore else {
                best = result
                continue
            }
        }
        guard let best else { preconditionFailure("there is always a ridge to try") }
        return best
    }

    private var candidates: [Double] {
        switch settings.ridge {
        case .fixed(let ridge): [ridge]
        case .auto where job.validation.count == 0 || job.settings.selection == .last: [CorrelationSettings.Ridge.usual]
        case .auto: CorrelationSettings.Ridge.candidates
        }
    }

    private func score(_ result: Result) -> Double? { result.scores.flatMap(job.settings.selection.score) }
}
