import Foundation
import MetricLearning
import Reports
import Settings
import Workflow

/// Gathers what the report says of the training.
struct TrainingChapterSource {
    let workspace: Workspace
    let settings: SettingsValue

    var section: TrainingSection {
        get throws {
            let history = try HistoryFile.read(workspace.history)
            let outcome = try readJSON(workspace.training, as: TrainingOutcome.self, from: .train)
            return TrainingSection(
                settings: facts(outcome), curves: curves(history), bestEpoch: outcome.bestEpoch, bestBy: outcome.reason,
                whyStopped: reason(outcome))
        }
    }

    private func facts(_ outcome: TrainingOutcome) -> [Fact] {
        guard case .section(let entries) = settings else { return [] }
        return entries.map { Fact($0.key, plain($0.value)) }
            + (outcome.whyStopped == .closedForm
                ? [] : [Fact("batch used", "\(outcome.batch)"), Fact("learning rate used", "\(outcome.learningRate)")])
            + outcome.chosen.sorted { $0.key < $1.key }.map { Fact("\($0.key) chosen on the validation part", "\($0.value)") }
    }

    private func reason(_ outcome: TrainingOutcome) -> String {
        switch outcome.whyStopped {
        case .completed: "all \(outcome.lastEpoch) epochs were done"
        case .patience: "after epoch \(outcome.lastEpoch) the validation score had not risen for as many evaluations as 'patience' allows"
        case .interrupted: "interrupted after epoch \(outcome.lastEpoch)"
        case .closedForm: "the method is a closed form without epochs"
        }
    }

    /// A chart without a point is left out: a closed form has none but validation.
    private func curves(_ history: [EpochRecord]) -> [TrainingSection.Curves] {
        let names = history.first.map { $0.losses.keys.sorted() } ?? []
        let isTrained = !names.isEmpty
        let losses = names.map { name in series(name, history) { $0.losses[name] } }
        return [
            TrainingSection.Curves(title: "Validation MAP by cosine", quantity: "MAP", series: both(history, \.validationMAP)),
            TrainingSection.Curves(title: "Validation MAP by posterior", quantity: "MAP", series: both(history, \.validationPosteriorMAP)),
            TrainingSection.Curves(
                title: "Validation rank of the paired item", quantity: "mean reciprocal rank",
                series: [series("both directions", history) { $0.validationReciprocalRank }]),
            TrainingSection.Curves(title: "Loss", quantity: "mean over steps, unweighted", series: losses),
            TrainingSection.Curves(
                title: "Active terms of the metric loss", quantity: "share",
                series: [series("active", history) { isTrained ? $0.activeRatio : nil }]),
            TrainingSection.Curves(
                title: "Gradient norm", quantity: "norm", series: [series("gradient", history) { isTrained ? $0.gradientNorm : nil }]),
            TrainingSection.Curves(
                title: "Learning rate", quantity: "rate", series: [series("rate", history) { isTrained ? $0.learningRate : nil }]),
        ].filter { $0.series.contains { !$0.points.isEmpty } }
    }

    private func both(_ history: [EpochRecord], _ map: KeyPath<EpochRecord, ValidationMAP?>) -> [Series] {
        [
            series("audio to visual", history) { $0[keyPath: map]?.audioToVisual },
            series("visual to audio", history) { $0[keyPath: map]?.visualToAudio },
            series("average", history) { $0[keyPath: map]?.average },
        ]
    }

    private func series(_ name: String, _ history: [EpochRecord], _ value: (EpochRecord) -> Double?) -> Series {
        Series(name, history.compactMap { record in value(record).map { Series.Point(x: Double(record.epoch), y: $0) } })
    }
}
