import Tensors

/// Minimises an objective over batches, evaluates, keeps checkpoints, and stops early.
struct GradientTraining {
    private let job: TrainingJob
    private let objective: any Objective
    private var sampler: any BatchSampler
    private let learningRate: Double
    private var optimiser: any Optimiser
    private var stopping: EarlyStopping
    private var history: [EpochRecord] = []

    private var settings: TrainingSettings { job.settings }
    private var evaluates: Bool { job.validation.count > 0 }

    init(_ job: TrainingJob, objective: any Objective) {
        let settings = job.settings
        self.job = job
        self.objective = objective
        sampler = settings.batches.sampler(labels: job.training.labels, batch: settings.batch, seed: UInt64(settings.seed))
        learningRate = settings.learningRate.value(items: job.training.count)
        optimiser = OptimiserRegistry.entry(named: settings.optimiser.kind).init(objective.parameters, settings.optimiser)
        stopping = EarlyStopping(patience: settings.patience)
    }

    mutating func run() throws -> TrainedModel {
        if let checkpoint = job.checkpoint { try restore(checkpoint) }
        if settings.selection == .posteriorMAP, evaluates, try objective.model().classCount == nil {
            throw MetricLearningError.noLabelProjection
        }
        var latest = try snapshot()
        while history.count < settings.epochs {
            if stopping.isExhausted { return try finish(.patience) }
            let epoch = history.count + 1
            guard let record = try train(epoch: epoch) else {
                if let latest { try job.observer.onCheckpoint?(latest) }
                return try finish(.interrupted)
            }
            history.append(record)
            try job.observer.onEpoch(record)
            latest = try snapshot()
            if let latest, epoch % settings.checkpointEvery == 0, epoch < settings.epochs { try job.observer.onCheckpoint?(latest) }
        }
        return try finish(stopping.isExhausted ? .patience : .completed)
    }

    /// One epoch; nil if the caller asked to stop in it.
    private mutating func train(epoch: Int) throws -> EpochRecord? {
        let clock = ContinuousClock()
        let start = clock.now
        var sums = EpochSums()
        var rate = learningRate
        objective.beginEpoch(training: job.training)
        let batches = sampler.nextEpoch()
        for (index, rows) in batches.enumerated() {
            if job.observer.shouldStop() { return nil }
            objective.advance(to: (Double(epoch - 1) + Double(index) / Double(batches.count)) / Double(settings.epochs))
            rate = learningRate * settings.schedule.factor(epoch: epoch, step: index, of: batches.count, epochs: settings.epochs)
            try step(job.training.gathering(rows: rows), rate: rate, epoch: epoch, step: index + 1, &sums)
        }
        let validation = try evaluate(epoch: epoch)
        return sums.record(epoch: epoch, learningRate: rate, validation: validation, seconds: (clock.now - start) / .seconds(1))
    }

    private mutating func step(
        _ batch: PairedFeatures, rate: Double, epoch: Int, step: Int, _ sums: inout EpochSums
    ) throws(MetricLearningError) {
        for parameter in objective.parameters { parameter.clearGradient() }
        let terms = objective.descend(batch)
        if let bad = terms.losses.first(where: { !$0.value.isFinite }) { throw .diverged(epoch: epoch, step: step, term: bad.name) }
        let norm = gradientNorm(of: objective.parameters)
        guard norm.isFinite else { throw .diverged(epoch: epoch, step: step, term: "gradient") }
        let clip = settings.gradientClip
        optimiser.update(rate: rate, scale: clip > 0 && norm > clip ? Float(clip / norm) : 1)
        sums.add(terms, gradientNorm: norm)
    }

    /// The scores of the model as it is; nil where none are due.
    private mutating func evaluate(epoch: Int) throws -> ValidationScores? {
        guard evaluates, epoch % settings.evaluateEvery == 0 || epoch == settings.epochs else { return nil }
        let model = try objective.model()
        guard try model.embed(audio: job.validation.audio).isFinite, try model.embed(visual: job.validation.visual).isFinite else {
            throw MetricLearningError.diverged(epoch: epoch, step: sampler.batchesPerEpoch, term: "validation embedding")
        }
        let scores = try ValidationScores(of: model, on: job.validation, classCount: job.classCount)
        if let score = settings.selection.score(of: scores) { stopping.evaluated(epoch: epoch, score: score, model: model) }
        return scores
    }

    private func finish(_ reason: StopReason) throws -> TrainedModel {
        let last = history.last?.epoch ?? 0
        let choosesLast = !evaluates || settings.selection == .last
        return TrainedModel(
            model: try stopping.best?.model ?? objective.model(), bestEpoch: stopping.best?.epoch ?? (choosesLast ? last : 0),
            bestScore: stopping.best?.score, chosenBy: choosesLast ? .last : settings.selection, lastEpoch: last, whyStopped: reason,
            history: history, learningRate: learningRate, batch: sampler.batch)
    }
}

extension GradientTraining {
    /// The state after the last complete epoch, if anybody keeps it; the arrays are copied only when training moves on.
    private func snapshot() throws -> TrainingCheckpoint? {
        guard job.observer.onCheckpoint != nil else { return nil }
        return try TrainingCheckpoint(
            parameters: objective.parameters, generators: objective.generators + [sampler.generator], optimiser: optimiser.state,
            stopping: stopping, history: history)
    }

    private mutating func restore(_ checkpoint: TrainingCheckpoint) throws(MetricLearningError) {
        let state = try checkpoint.decoded()
        var memory = optimiser.state
        for (average, arrays) in memory.averages {
            var restored = arrays
            for (index, parameter) in objective.parameters.enumerated() {
                restored[index] = try checkpoint.values("optimiser.\(average).\(parameter.name)", like: parameter)
            }
            memory.averages[average] = restored
        }
        memory.steps = state.optimiserSteps
        optimiser.state = memory
        for parameter in objective.parameters {
            parameter.value.values = try checkpoint.values("parameter.\(parameter.name)", like: parameter)
        }
        guard let batches = state.generators.last, state.generators.count == objective.generators.count + 1 else {
            throw .checkpointDamaged(detail: "it has \(state.generators.count) random generators, expected \(objective.generators.count + 1)")
        }
        sampler.generator = batches
        objective.generators = Array(state.generators.dropLast())
        stopping = EarlyStopping(patience: settings.patience, best: try checkpoint.best(state), sinceBest: state.sinceBest)
        history = state.history
    }
}
