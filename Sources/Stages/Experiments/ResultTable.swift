import Foundation
import Retrieval

/// The figures of one score as a table of text: a row a variant.
struct ResultTable {
    let caption: String
    let columns: [String]
    /// A cell for each column.
    let rows: [[String]]

    /// One table a score, the compared one first, and one with all metrics that have numbers.
    static func all(_ results: ExperimentResults, metrics: [RetrievalMetric] = RetrievalMetric.registry) -> [ResultTable] {
        results.scoreNames.map { ResultTable(results, score: $0) } + [ResultTable(results, metrics)].compactMap(\.self)
    }

    /// nil where the results have no metrics beside MAP.
    private init?(_ results: ExperimentResults, _ metrics: [RetrievalMetric]) {
        let numbers = results.variants.map { variant in
            variant.runs.compactMap(\.metrics).map { run in
                Dictionary(
                    metrics.flatMap { run.values(of: $0) }.map { ($0.title, $0.value.mean) }, uniquingKeysWith: { first, _ in first })
            }
        }
        var seen: Set<String> = []
        let titles = metrics.flatMap { metric in
            results.variants.flatMap { $0.runs.compactMap(\.metrics).flatMap { $0.values(of: metric).map(\.title) } }
        }.filter { seen.insert($0).inserted }
        guard !titles.isEmpty else { return nil }
        caption = "\(results.experiment): all metrics, averages of both directions, mean ± standard deviation (each variant's own score)"
        columns = ["variant"] + titles
        rows = zip(results.variants, numbers).filter { !$1.isEmpty }.map { variant, runs in
            [variant.name] + titles.map { title in Spread(runs.compactMap { $0[title] }.filter(\.isFinite)).map(text) ?? "" }
        }
    }

    private init(_ results: ExperimentResults, score: String) {
        let isChosen = score == ExperimentComparison.chosen
        let variants = results.variants.filter { $0.scores[score] != nil }
        let isCompared = variants.contains { $0.scores[score]?.difference != nil }
        let hasBootstrap = variants.contains { $0.scores[score]?.difference?.bootstrap != nil }
        let scores = isChosen ? "each variant's own score" : "score: \(score)"
        caption = "\(results.experiment): MAP, mean ± standard deviation over n seeds and folds (\(scores))"
        columns = ["variant"] + (isChosen ? ["score"] : []) + ["n", "audio to visual", "visual to audio", "average", "chance"]
            + (isCompared ? ["paired difference, \(results.comparedDirection.rawValue) (standard error, n)", "compared with"] : [])
            + (hasBootstrap ? ["95 % interval over queries, average"] : [])
        rows = variants.compactMap { variant in
            guard let figures = variant.scores[score] else { return nil }
            let difference = figures.difference
            return [variant.name] + (isChosen ? [variant.score ?? ""] : [])
                + ["\(figures.average.count)", text(figures.audioToVisual), text(figures.visualToAudio), text(figures.average)]
                + [variant.chance.map { number($0[results.comparedDirection]) } ?? ""]
                + (isCompared ? [difference.map { text($0, results.comparedDirection) } ?? "", difference == nil ? "" : variant.control ?? ""] : [])
                + (hasBootstrap ? [difference?.bootstrap.map { "\(signed($0.low)) to \(signed($0.high))" } ?? ""] : [])
        }
    }
}

private func text(_ spread: Spread) -> String { number(spread.mean) + (spread.deviation.map { " ± \(number($0))" } ?? "") }

private func text(_ difference: ExperimentResults.Difference, _ direction: ExperimentComparison.Direction) -> String {
    let spread = switch direction {
    case .average: difference.average
    case .audioToVisual: difference.audioToVisual
    case .visualToAudio: difference.visualToAudio
    }
    let error = spread.standardError.map { number($0, places: 4) } ?? "unknown"
    return "\(signed(spread.mean)) (\(error), \(spread.count))"
}

private func number(_ value: Double, places: Int = 3) -> String { String(format: "%.\(places)f", value) }

/// Four places: differences worth finding are smaller than what MAP is usually given to.
private func signed(_ value: Double) -> String { String(format: "%+.4f", value) }
