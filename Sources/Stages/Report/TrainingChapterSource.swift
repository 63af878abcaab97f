import Foundation
import MetricLearning
import Reports
import Settings

/// Gathers what the report says of the training.
struct TrainingChapterSource {
    let workspace: Workspace
    let settings: SettingsValue

    var section: TrainingSection {
        get throws {
            let history = try HistoryFile.read(workspace.history)
            let outcome = try readJSON(workspace.training, as: TrainingOutcome.self, from: .train)
            return TrainingSection(
                settings: facts(outcome), curves: curves(history), bestEpoch: outcome.bestEpoch, bestBy: history.contains { $0.validationMAP != nil } ? "highest validation MAP" : "the last one: there is no validation part",
                whyStopped: reason(outcome))
        }
    }

    private func facts(_ outcome: TrainingOutcome) -> [Fact] {
        guard case .section(let entries) = settings else { return [] }
        return entries.map { Fact($0.key, plain($0.value)) }
            + [Fact("batch used", "\(outcome.batch)"), Fact("learning rate used", "\(outcome.learningRate)")]
    }

    private func reason(_ outcome: TrainingOutcome) -> String {
        switch outcome.whyStopped {
        case .completed: "all \(outcome.lastEpoch) epochs were done"
        case .patience: "stopped after epoch \(outcome.lastEpoch): validation MAP had not risen for as many evaluations as 'patience' allows"
        case .interrupted: "interrupted after epoch \(outcome.lastEpoch)"
        }
    }

    private func curves(_ history: [EpochRecord]) -> [TrainingSection.Curves] {
        let names = history.first.map { $0.losses.keys.sorted() } ?? []
        let losses = names.map { name in series(name, history) { $0.losses[name] } }
        return [
            TrainingSection.Curves(title: "Validation MAP", quantity: "MAP", series: [
                series("audio to visual", history) { $0.validationMAP?.audioToVisual },
                series("visual to audio", history) { $0.validationMAP?.visualToAudio },
                series("average", history) { $0.validationMAP?.average },
            ]),
            TrainingSection.Curves(title: "Loss", quantity: "mean over steps, unweighted", series: losses),
            TrainingSection.Curves(title: "Active triplets", quantity: "share", series: [series("active", history) { $0.activeRatio }]),
            TrainingSection.Curves(title: "Gradient norm", quantity: "norm", series: [series("gradient", history) { $0.gradientNorm }]),
        ]
    }

    private func series(_ name: String, _ history: [EpochRecord], _ value: (EpochRecord) -> Double?) -> Series {
        Series(name, history.compactMap { record in value(record).map { Series.Point(x: Double(record.epoch), y: $0) } })
    }
}
