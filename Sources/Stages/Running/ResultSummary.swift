import Foundation
import Retrieval
import Workflow

extension Pipeline {
    /// The metrics that a finished run is about, for standard output; nil where the pipeline stops before evaluation.
    public func resultSummary() throws -> String? {
        guard settings.until >= .evaluate, FileManager.default.fileExists(atPath: workspace.metrics) else { return nil }
        let file = try readJSON(workspace.metrics, as: MetricsFile.self, from: .evaluate)
        var lines = file.summary(part: settings.evaluate.part)
        if settings.until >= .report { lines.append("report: \(workspace.report)") }
        return lines.joined(separator: "\n")
    }
}

extension MetricsFile {
    /// What a terminal shows: MAP in both directions, the other metrics as means of both, and what a reader must know about them.
    func summary(part: EvaluateSettings.Part, metrics registry: [RetrievalMetric] = RetrievalMetric.registry) -> [String] {
        let map = metrics.map, chance = metrics.chance
        var lines = [String(
            format: "MAP (%@)  audio to visual %.3f  visual to audio %.3f  average %.3f  (chance %.3f, %d \(part.rawValue) samples)",
            self.scoredBy, map.audioToVisual, map.visualToAudio, map.mean, chance.mean, self.queries)]
        let others = registry.filter { $0.name != RetrievalMetric.map.name && $0.name != RetrievalMetric.chance.name }
            .flatMap { metrics.values(of: $0) }.filter(\.value.mean.isFinite).map { String(format: "%@ %.3f", $0.title, $0.value.mean) }
        if !others.isEmpty { lines.append("averages of both directions: " + others.joined(separator: "  ")) }
        lines += self.warnings
        if self.synthesizedWeights {
            lines.append("features are from synthesized (random) weights: these figures show that the pipeline works, no more")
        }
        if self.shuffledLabels { lines.append("training labels were shuffled: this run is a control") }
        return lines
    }
}
