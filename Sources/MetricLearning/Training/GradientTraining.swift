import Retrieval
import Tensors

/// Minimises an objective by Adam over shuffled batches, evaluates, and stops early.
struct GradientTraining {
    private let job: TrainingJob
    private let objective: any Objective
    private var sampler: BatchSampler
    private var optimiser: Adam
    private var stopping: EarlyStopping
    private var history: [EpochRecord] = []

    private var settings: TrainingSettings { job.settings }

    init(_ job: TrainingJob, objective: any Objective) {
        self.job = job
        self.objective = objective
        sampler = BatchSampler(items: job.training.count, batch: job.settings.batch, seed: UInt64(job.settings.seed))
        optimiser = Adam(objective.parameters, learningRate: job.settings.learningRate.value(items: job.training.count))
        stopping = EarlyStopping(patience: job.settings.patience)
    }

    mutating func run() throws -> TrainedModel {
        for epoch in 1...settings.epochs {
            guard let record = try train(epoch: epoch) else { return try finish(.interrupted) }
            history.append(record)
            try job.onEpoch(record)
            if stopping.isExhausted { return try finish(.patience) }
        }
        return try finish(.completed)
    }

    /// One epoch; nil if the caller asked to stop in it.
    private mutating func train(epoch: Int) throws -> EpochRecord? {
        let clock = ContinuousClock()
        let start = clock.now
        var sums = EpochSums()
        objective.beginEpoch(training: job.training)
        for (index, rows) in sampler.nextEpoch().enumerated() {
            if job.shouldStop() { return nil }
            try step(job.training.gathering(rows: rows), epoch: epoch, step: index + 1, &sums)
        }
        var validation: ValidationMAP?
        if job.validation.count > 0, epoch % settings.evaluateEvery == 0 || epoch == settings.epochs {
            let model = try objective.model()
            let map = try evaluate(model, epoch: epoch)
            stopping.evaluated(epoch: epoch, score: map.average, model: model)
            validation = map
        }
        return sums.record(
            epoch: epoch, learningRate: optimiser.learningRate, validationMAP: validation, seconds: (clock.now - start) / .seconds(1))
    }

    private mutating func step(_ batch: PairedFeatures, epoch: Int, step: Int, _ sums: inout EpochSums) throws(MetricLearningError) {
        for parameter in objective.parameters { parameter.clearGradient() }
        let terms = objective.descend(batch)
        if let bad = terms.losses.first(where: { !$0.value.isFinite }) { throw .diverged(epoch: epoch, step: step, term: bad.name) }
        let norm = gradientNorm(of: objective.parameters)
        guard norm.isFinite else { throw .diverged(epoch: epoch, step: step, term: "gradient") }
        let clip = settings.gradientClip
        optimiser.update(scale: clip > 0 && norm > clip ? Float(clip / norm) : 1)
        sums.add(terms, gradientNorm: norm)
    }

    private func evaluate(_ model: CrossModalModel, epoch: Int) throws -> ValidationMAP {
        let audio = try model.embed(audio: job.validation.audio), visual = try model.embed(visual: job.validation.visual)
        guard audio.isFinite, visual.isFinite else {
            throw MetricLearningError.diverged(epoch: epoch, step: sampler.batchesPerEpoch, term: "validation embedding")
        }
        let labels = job.validation.labels
        func map(from queries: Matrix, to gallery: Matrix) throws(RetrievalError) -> Double {
            try Retrieval.evaluate(
                queries: queries, gallery: gallery, queryLabels: labels, galleryLabels: labels, classCount: job.classCount).map
        }
        return try ValidationMAP(audioToVisual: map(from: audio, to: visual), visualToAudio: map(from: visual, to: audio))
    }

    private func finish(_ reason: StopReason) throws -> TrainedModel {
        let last = history.last?.epoch ?? 0
        let evaluates = job.validation.count > 0
        return TrainedModel(
            model: try stopping.best?.model ?? objective.model(), bestEpoch: stopping.best?.epoch ?? (evaluates ? 0 : last),
            lastEpoch: last, whyStopped: reason, history: history, learningRate: optimiser.learningRate, batch: sampler.batch)
    }
}

/// Sums over the steps of an epoch.
private struct EpochSums {
    private var losses: [(name: String, value: Double)] = []
    private var total = 0.0
    private var gradientNorm = 0.0
    private var active = 0
    private var valid = 0
    private var steps = 0

    mutating func add(_ terms: ObjectiveTerms, gradientNorm norm: Double) {
        if steps == 0 {
            losses = terms.losses
        } else {
            for index in losses.indices { losses[index].value += terms.losses[index].value }
        }
        total += terms.total
        gradientNorm += norm
        active += terms.active
        valid += terms.valid
        steps += 1
    }

    func record(epoch: Int, learningRate: Double, validationMAP: ValidationMAP?, seconds: Double) -> EpochRecord {
        let n = Double(max(1, steps))
        var means = Dictionary(uniqueKeysWithValues: losses.map { ($0.name, $0.value / n) })
        means["total"] = total / n
        return EpochRecord(
            epoch: epoch, losses: means, activeRatio: Double(active) / Double(max(1, valid)), gradientNorm: gradientNorm / n,
            learningRate: learningRate, validationMAP: validationMAP, seconds: seconds)
    }
}
