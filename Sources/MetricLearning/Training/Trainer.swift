import Tensors

/// Trains a model by the method its settings name.
public struct Trainer: Sendable {
    public let settings: TrainingSettings
    public let classCount: Int

    /// - Parameters:
    ///   - classCount: labels are in `0..<classCount`; not every class needs an item.
    public init(_ settings: TrainingSettings, classCount: Int) {
        self.settings = settings
        self.classCount = classCount
    }

    /// Trains on one set and chooses the epoch by the other.
    ///
    /// The same data, settings and number of BLAS threads give the same model, to the bit, on one machine, whether training went
    /// through or was stopped and continued from a checkpoint.
    /// - Parameters:
    ///   - validation: may be empty; then the last epoch is the result.
    ///   - checkpoint: where to go on from; nil to start.
    /// - Throws: ``MetricLearningError`` for data that cannot be trained on, a loss that diverges and a checkpoint that does not
    ///   fit; what the observer throws.
    public func train(
        on training: PairedFeatures, validatingOn validation: PairedFeatures, from checkpoint: TrainingCheckpoint? = nil,
        observer: TrainingObserver = TrainingObserver()
    ) throws -> TrainedModel {
        try training.check(named: "training", classCount: classCount)
        try checkComparable(training.labels)
        if validation.count > 0 { try check(validation, against: training) }
        return try settings.method.train(TrainingJob(
            settings: settings, classCount: classCount, training: training, validation: validation, checkpoint: checkpoint,
            observer: observer))
    }

    private func checkComparable(_ labels: [Int]) throws(MetricLearningError) {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[label] += 1 }
        let usable = counts.count { $0 >= 2 }
        guard usable >= 2 else { throw .tooFewItems(items: labels.count, usableClasses: usable) }
    }

    private func check(_ validation: PairedFeatures, against training: PairedFeatures) throws(MetricLearningError) {
        try validation.check(named: "validation", classCount: classCount)
        for (modality, own, expected) in [
            ("audio", validation.audio.columns, training.audio.columns), ("visual", validation.visual.columns, training.visual.columns),
        ] where own != expected {
            throw .width(set: "validation", modality: modality, columns: own, expected: expected)
        }
    }
}
