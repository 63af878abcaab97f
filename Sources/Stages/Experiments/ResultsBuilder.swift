import Retrieval

/// Makes an experiment's results out of its finished cases.
struct ResultsBuilder {
    let settings: ExperimentSettings
    /// By index of the case.
    let figures: [Int: CaseFigures]
    let failures: [Int: String]
    /// Average precision by query, by index of the case; empty while there are cases to come.
    let precisions: [Int: AveragePrecisionFile]

    /// A case with what it gave.
    private struct Finished {
        let item: ExperimentCase
        let figures: CaseFigures
        let precisions: AveragePrecisionFile?

        /// By query; nil where they were not kept.
        func byQuery(_ score: String) -> [String: Double]? { precisions?.byQuery(figures.name(of: score)) }
    }

    var results: ExperimentResults {
        let finished = Dictionary(grouping: settings.cases.indices.compactMap { index in
            figures[index].map { Finished(item: settings.cases[index], figures: $0, precisions: precisions[index]) }
        }) { $0.item.variant }
        return ExperimentResults(
            experiment: settings.name, cases: settings.cases.count, finished: figures.count, comparedScore: settings.comparison.score,
            comparedDirection: settings.comparison.direction,
            variants: settings.variants.map { variant in
                result(variant, finished[variant.name] ?? [], control: variant.control.map { finished[$0] ?? [] })
            },
            failures: failures.sorted { $0.key < $1.key }.map { index, reason in
                let item = settings.cases[index]
                return ExperimentResults.Failure(variant: item.variant, seed: item.seed, fold: item.fold, reason: reason)
            },
            synthesizedWeights: figures.values.contains(where: \.isSynthesized), shuffledLabels: figures.values.contains(where: \.hasShuffledLabels), warnings: Set(figures.values.flatMap(\.warnings)).sorted())
    }

    private func result(_ variant: ExperimentVariant, _ cases: [Finished], control: [Finished]?) -> ExperimentResults.Variant {
        var scores: [String: ExperimentResults.Score] = [:]
        for name in [ExperimentComparison.chosen] + Set(cases.flatMap(\.figures.map.keys)).sorted() {
            scores[name] = score(name, cases, control)
        }
        return ExperimentResults.Variant(
            name: variant.name, settings: variant.settings, control: variant.control, score: cases.first?.figures.chosen,
            chance: mean(cases.map(\.figures.chance)), scores: scores,
            runs: cases.map {
                ExperimentResults.Run(seed: $0.item.seed, fold: $0.item.fold, run: $0.item.settings.name, map: $0.figures.map, metrics: $0.figures.metrics)
            })
    }

    private func score(_ name: String, _ cases: [Finished], _ control: [Finished]?) -> ExperimentResults.Score? {
        let maps = cases.compactMap { $0.figures.map(by: name) }
        guard let audioToVisual = Spread(maps.map(\.audioToVisual)), let visualToAudio = Spread(maps.map(\.visualToAudio)),
            let average = Spread(maps.map(\.mean))
        else { return nil }
        return ExperimentResults.Score(
            audioToVisual: audioToVisual, visualToAudio: visualToAudio, average: average,
            difference: control.flatMap { difference(name, cases, $0) })
    }

    private func difference(_ score: String, _ cases: [Finished], _ control: [Finished]) -> ExperimentResults.Difference? {
        let pairs = cases.compactMap { one in
            control.first { $0.item.seed == one.item.seed && $0.item.fold == one.item.fold }.map { (one, $0) }
        }
        let maps = pairs.compactMap { one, other in
            one.figures.map(by: score).flatMap { own in other.figures.map(by: score).map { (own, $0) } }
        }
        guard let audioToVisual = Spread(maps.map { $0.audioToVisual - $1.audioToVisual }),
            let visualToAudio = Spread(maps.map { $0.visualToAudio - $1.visualToAudio }), let average = Spread(maps.map { $0.mean - $1.mean })
        else { return nil }
        return ExperimentResults.Difference(
            audioToVisual: audioToVisual, visualToAudio: visualToAudio, average: average,
            bootstrap: QueryBootstrap(pairs.map { ($0.byQuery(score), $1.byQuery(score)) }))
    }

    private func mean(_ values: [Directions<Double>]) -> Directions<Double>? {
        guard !values.isEmpty else { return nil }
        func mean(_ figure: (Directions<Double>) -> Double) -> Double { values.map(figure).reduce(0, +) / Double(values.count) }
        return Directions<Double>(audioToVisual: mean(\.audioToVisual), visualToAudio: mean(\.visualToAudio), average: mean(\.mean))
    }
}
