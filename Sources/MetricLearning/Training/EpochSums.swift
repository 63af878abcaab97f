/// Sums over the steps of an epoch.
struct EpochSums {
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

    func record(epoch: Int, learningRate: Double, validation: ValidationScores?, seconds: Double) -> EpochRecord {
        let n = Double(max(1, steps))
        var means = Dictionary(uniqueKeysWithValues: losses.map { ($0.name, $0.value / n) })
        means["total"] = total / n
        return EpochRecord(
            epoch: epoch, losses: means, activeRatio: Double(active) / Double(max(1, valid)), gradientNorm: gradientNorm / n,
            learningRate: learningRate, validationMAP: validation?.map, validationPosteriorMAP: validation?.posteriorMAP,
            validationReciprocalRank: validation?.reciprocalRank, seconds: seconds)
    }
}
