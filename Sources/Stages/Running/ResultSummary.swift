import Foundation
import Workflow

extension Pipeline {
    /// The figures a finished run is about, for standard output; nil where the pipeline stops before evaluation.
    public func resultSummary() throws -> String? {
        guard settings.until >= .evaluate, FileManager.default.fileExists(atPath: workspace.metrics) else { return nil }
        let metrics = try readJSON(workspace.metrics, as: MetricsFile.self, from: .evaluate)
        var lines = [String(
            format: "MAP (%@)  audio to visual %.3f  visual to audio %.3f  average %.3f  (chance %.3f, %d \(settings.evaluate.part.rawValue) samples)", metrics.scoredBy,
            metrics.map.audioToVisual, metrics.map.visualToAudio, metrics.map.average ?? .nan, metrics.chance.average ?? .nan, metrics.queries)]
        lines += metrics.warnings
        if metrics.synthesizedWeights { lines.append("features are from synthesized (random) weights: these figures show that the pipeline works, no more") }
        if metrics.shuffledLabels { lines.append("training labels were shuffled: this run is a control") }
        if settings.until >= .report { lines.append("report: \(workspace.report)") }
        return lines.joined(separator: "\n")
    }
}
