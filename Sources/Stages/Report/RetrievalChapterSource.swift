import Reports

extension MetricsFile {
    /// What the report says of the retrieval: the chosen score first.
    var reportSection: RetrievalSection {
        RetrievalSection(scores: ([scoredBy] + scoreOrder.filter { $0 != scoredBy }).compactMap { name in
            scores[name].map { figures in
                RetrievalSection.ScoreBlock(score: name, isTransductive: figures.isTransductive, directions: [
                    direction("audio to visual", figures, \.audioToVisual, \.audioToVisual, \.audioToVisual, \.audioToVisual),
                    direction("visual to audio", figures, \.visualToAudio, \.visualToAudio, \.visualToAudio, \.visualToAudio),
                ])
            }
        })
    }

    private func direction(
        _ name: String, _ figures: ScoreFigures, _ number: KeyPath<Directions<Double>, Double>,
        _ table: KeyPath<Directions<[String: Double]>, [String: Double]>, _ points: KeyPath<Directions<[Double]>, [Double]>,
        _ curve: KeyPath<Directions<[[Double]]>, [[Double]]>
    ) -> RetrievalSection.Direction {
        let curve = figures.precisionRecall[keyPath: curve]
        return RetrievalSection.Direction(
            name: name, queries: queries, gallery: gallery, map: figures.map[keyPath: number],
            tieAwareMAP: figures.tieAwareMap[keyPath: number], mapAtR: figures.mapAtR[keyPath: number], macroMAP: figures.macroMap[keyPath: number],
            chance: figures.chance[keyPath: number], chancePrecision: curve.last.map { $0.count == 3 ? $0[1] : .nan } ?? .nan,
            reciprocalRank: figures.mrr[keyPath: number], recall: ranked(figures.recall[keyPath: table]),
            precision: ranked(figures.precision[keyPath: table]), instanceRecall: ranked(figures.instanceRecall[keyPath: table]), elevenPoint: figures.elevenPoint[keyPath: points],
            curve: curve.compactMap { $0.count == 3 ? Series.Point(x: $0[2], y: $0[1]) : nil },
            perClass: classNames.compactMap { name in
                figures.mapPerClass[keyPath: table][name].map { RetrievalSection.ClassScore(name: name, averagePrecision: $0, queries: figures.queriesPerClass[name]) }
            })
    }

    private func ranked(_ values: [String: Double]) -> [RetrievalSection.AtRank] {
        values.compactMap { key, value in Int(key).map { RetrievalSection.AtRank(k: $0, value: value) } }.sorted { $0.k < $1.k }
    }
}
