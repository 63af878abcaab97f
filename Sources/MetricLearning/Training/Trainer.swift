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
    /// The same data, settings and number of BLAS threads give the same model, to the bit, on one machine.
    /// - Parameters:
    ///   - validation: may be empty; then the last epoch is the result.
    ///   - onEpoch: called after every epoch; an error it throws ends training and passes on.
    ///   - shouldStop: asked before every step; true ends training with the best model so far.
    /// - Throws: ``MetricLearningError`` for data that cannot be trained on and for a loss that diverges.
    public func train(
        on training: PairedFeatures, validatingOn validation: PairedFeatures,
        onEpoch: (EpochRecord) throws -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws -> TrainedModel {
        try training.check(named: "training", classCount: classCount)
        try checkComparable(training.labels)
        if validation.count > 0 { try check(validation, against: training) }
        return try withoutActuallyEscaping(onEpoch) { onEpoch in
            try withoutActuallyEscaping(shouldStop) { shouldStop in
                try settings.method.train(TrainingJob(
                    settings: settings, classCount: classCount, training: training, validation: validation,
                    onEpoch: onEpoch, shouldStop: shouldStop))
            }
        }
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
