import Tensors

extension TrainingJob {
    /// The result of a method without epochs, told as one record.
    ///
    /// - Parameters:
    ///   - chosen: what was chosen on the validation set, by name.
    func finishClosedForm(_ model: CrossModalModel, chosen: [String: Double] = [:]) throws -> TrainedModel {
        let start = ContinuousClock.now
        let scores = try validation.count > 0 ? ValidationScores(of: model, on: validation, classCount: classCount) : nil
        if scores != nil, settings.selection == .posteriorMAP, model.classCount == nil { throw MetricLearningError.noLabelProjection }
        let record = EpochRecord(
            epoch: 1, losses: [:], activeRatio: 0, gradientNorm: 0, learningRate: 0, validationMAP: scores?.map,
            validationPosteriorMAP: scores?.posteriorMAP, validationReciprocalRank: scores?.reciprocalRank,
            seconds: (ContinuousClock.now - start) / .seconds(1))
        try observer.onEpoch(record)
        return TrainedModel(
            model: model, bestEpoch: 1, bestScore: scores.flatMap(settings.selection.score), chosenBy: scores == nil ? .last : settings.selection,
            lastEpoch: 1, whyStopped: .closedForm, history: [record], learningRate: 0, batch: 0, chosen: chosen)
    }
}
