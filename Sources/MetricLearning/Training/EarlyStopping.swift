/// Keeps the best model by the validation score and counts the evaluations since.
struct EarlyStopping {
    let patience: Int
    private(set) var best: (epoch: Int, score: Double, model: CrossModalModel)?
    private(set) var sinceBest: Int

    init(patience: Int) { self.init(patience: patience, best: nil, sinceBest: 0) }

    /// As a checkpoint kept it.
    init(patience: Int, best: (epoch: Int, score: Double, model: CrossModalModel)?, sinceBest: Int) {
        self.patience = patience
        self.best = best
        self.sinceBest = sinceBest
    }

    /// A later epoch has to be better, not equal.
    mutating func evaluated(epoch: Int, score: Double, model: CrossModalModel) {
        if let best, score <= best.score {
            sinceBest += 1
        } else {
            best = (epoch, score, model)
            sinceBest = 0
        }
    }

    var isExhausted: Bool { sinceBest >= patience }
}
